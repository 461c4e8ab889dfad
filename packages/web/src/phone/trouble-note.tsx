import { Alert } from "@mantine/core";
import { useTexts } from "../i18n/index.js";
import { usePhone, usePhoneView } from "./provider.js";
import { TEXTS } from "./texts.js";

/** What did not work while the call itself goes on. */
export function TroubleNote() {
  const say = useTexts(TEXTS);
  const phone = usePhone();
  const trouble = usePhoneView((view) => view.trouble);
  return (
    <div role="alert">
      {trouble ? (
        <Alert
          color="red"
          p="sm"
          withCloseButton
          closeButtonLabel={say("dismiss")}
          onClose={() => phone.ask((controller) => controller.forgetTrouble())}
        >
          {say(`trouble ${trouble}`)}
        </Alert>
      ) : null}
    </div>
  );
}
