import { Title } from "@mantine/core";
import { useTexts } from "../i18n/index.js";
import { TEXTS } from "./texts.js";

export function HomeScreen() {
  const say = useTexts(TEXTS);
  return <Title order={1}>{say("title")}</Title>;
}
