import { screen as conferences } from "../conferences/index.js";
import { screen as home } from "../home/index.js";
import { screen as live } from "../live/index.js";
import { screen as monitor } from "../monitor/index.js";
import { screen as phone } from "../phone/index.js";
import { screen as recordings } from "../recordings/index.js";
import { screen as system } from "../system/index.js";
import { screen as users } from "../users/index.js";
import type { Screen } from "./screen.js";

/** In the order of the navigation. */
export const SCREENS: readonly Screen[] = [
  home,
  live,
  monitor,
  phone,
  conferences,
  users,
  recordings,
  system,
];
