import { useTexts } from "../i18n/index.js";
import { Page } from "../ui/page.js";
import { ConferenceCards } from "./conference-cards.js";
import { MyConferences } from "./my-conferences.js";
import { MyPhone } from "./my-phone.js";
import { TEXTS } from "./texts.js";

export function HomeScreen() {
  const say = useTexts(TEXTS);
  return (
    <Page title={say("title")} actions={<MyPhone />}>
      <MyConferences />
      <ConferenceCards />
    </Page>
  );
}
