import { grandstream } from "./grandstream/index.js";
import { linphone } from "./linphone/index.js";
import { polycom } from "./polycom/index.js";
import { snom } from "./snom/index.js";
import type { Vendor } from "./vendor.js";
import { yealink } from "./yealink/index.js";

export const VENDORS: readonly Vendor[] = [linphone, polycom, yealink, grandstream, snom];
