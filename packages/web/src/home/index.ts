import { IconHome } from "@tabler/icons-react";
import type { Screen } from "../app/screen.js";
import { HomeScreen } from "./home-screen.js";
import { TEXTS } from "./texts.js";

export const screen: Screen = {
  path: "/",
  navigation: { icon: IconHome, title: TEXTS },
  view: HomeScreen,
};
