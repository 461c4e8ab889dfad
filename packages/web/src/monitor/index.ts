import { IconActivity } from "@tabler/icons-react";
import { lazy } from "react";
import type { Screen } from "../app/screen.js";
import { TITLE } from "./title-text.js";

export const screen: Screen = {
  path: "/monitor",
  navigation: { icon: IconActivity, title: TITLE },
  permission: "live.watch",
  view: lazy(() => import("./monitor-screen.js")),
};
