import { ensureAll } from "./ensure.mjs";

ensureAll();
