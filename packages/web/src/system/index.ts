import { IconServer2 } from "@tabler/icons-react";
import { lazy } from "react";
import type { Screen } from "../app/screen.js";
import { TEXTS } from "./title.js";

export const screen: Screen = {
  path: "/system",
  permission: "system.read",
  navigation: { icon: IconServer2, title: TEXTS },
  view: lazy(() => import("./system-screen.js")),
};
