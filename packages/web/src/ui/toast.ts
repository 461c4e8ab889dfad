import { type NotificationData, notifications } from "@mantine/notifications";
import { textNow } from "../i18n/index.js";
import { TEXTS } from "./texts.js";

const SHORT_MS = 4000;
const LONG_MS = 10_000;

const show = (toast: NotificationData): void => {
  notifications.show({ ...toast, closeButtonProps: { "aria-label": textNow(TEXTS, "close") } });
};

/** Says briefly, in a corner, that something was done, or longer that it failed. Screen readers are told. */
export const toast = {
  done(message: string): void {
    show({ message, color: "teal", autoClose: SHORT_MS, role: "status" });
  },
  failed(message: string): void {
    show({ message, color: "red", autoClose: LONG_MS, role: "alert" });
  },
} as const;
