import { IconMicrophone2 } from "@tabler/icons-react";
import { lazy } from "react";
import type { Screen } from "../app/screen.js";
import { TEXTS } from "./title.js";

export const screen: Screen = {
  path: "/recordings",
  permission: "recordings.read",
  navigation: { icon: IconMicrophone2, title: TEXTS },
  view: lazy(() => import("./recordings-screen.js")),
};
