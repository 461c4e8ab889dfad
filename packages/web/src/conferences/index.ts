import { IconUsersGroup } from "@tabler/icons-react";
import { lazy } from "react";
import type { Screen } from "../app/screen.js";
import { TITLE } from "./title-text.js";

export const screen: Screen = {
  path: "/conferences",
  navigation: { icon: IconUsersGroup, title: TITLE },
  view: lazy(() => import("./conferences-screen.js")),
};
