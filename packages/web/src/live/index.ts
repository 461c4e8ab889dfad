import { lazy } from "react";
import type { Screen } from "../app/screen.js";

export const screen: Screen = {
  path: "/live/:id",
  view: lazy(() => import("./live-screen.js")),
};
