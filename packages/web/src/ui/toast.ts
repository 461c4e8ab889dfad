import { notifications } from "@mantine/notifications";

const SHORT_MS = 4000;
const LONG_MS = 10_000;

/** Says briefly, in a corner, that something was done, or longer that it failed. Screen readers are told. */
export const toast = {
  done(message: string): void {
    notifications.show({ message, color: "teal", autoClose: SHORT_MS, role: "status" });
  },
  failed(message: string): void {
    notifications.show({ message, color: "red", autoClose: LONG_MS, role: "alert" });
  },
} as const;
