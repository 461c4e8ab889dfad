import { IconUsers } from "@tabler/icons-react";
import { lazy } from "react";
import type { Screen } from "../app/screen.js";
import { TITLE } from "./title-text.js";

export const screen: Screen = {
  path: "/users",
  navigation: { icon: IconUsers, title: TITLE },
  permission: "users.read",
  view: lazy(() => import("./users-screen.js")),
};
