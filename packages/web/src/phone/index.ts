import { IconPhone } from "@tabler/icons-react";
import { lazy } from "react";
import type { Screen } from "../app/screen.js";
import { TITLE } from "./title-text.js";

export { PhoneDock } from "./phone-dock.js";
export { PhoneProvider, useCalls, useDial, usePhoneStatus } from "./provider.js";
export type { Call, CallState, DialOptions, PhoneStatus } from "./types.js";

export const screen: Screen = {
  path: "/phone",
  navigation: { icon: IconPhone, title: TITLE },
  view: lazy(() => import("./phone-screen.js")),
};
