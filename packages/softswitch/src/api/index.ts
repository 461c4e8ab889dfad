import type { SwitchCore } from "../core/index.js";
import type { Registrations } from "../registrations/index.js";
import type { SwitchTree } from "../tree/index.js";
import { registerEmptyCallTables } from "./call-columns.js";
import { type ControlOptions, MODULES, registerControlCommands } from "./control.js";
import { registerDirectoryCommands } from "./directory.js";
import { registerShowCommand } from "./show.js";
import { registerSofiaCommands } from "./sofia.js";
import { registerStatusCommands } from "./status.js";
import { registerVariableCommands } from "./variables.js";
import { registerXmlCommands } from "./xml.js";

export { CALL_COLUMNS, CHANNEL_COLUMNS, DETAILED_CALL_COLUMNS } from "./call-columns.js";
export { startHeartbeat } from "./heartbeat.js";
export { type SofiaProfile, sofiaProfiles } from "./sofia-profiles.js";
export { reloadSource } from "./xml.js";

export interface ApiDeps extends ControlOptions {
  readonly core: SwitchCore;
  readonly tree: SwitchTree;
  readonly registrations: Registrations;
}

/** Adds the commands that belong to no conference and no channel. Rooms installed later may replace some. */
export function installApi(deps: ApiDeps): void {
  const { core } = deps;
  registerStatusCommands(core);
  registerVariableCommands(core);
  registerXmlCommands(core);
  registerDirectoryCommands(deps);
  registerEmptyCallTables(core);
  registerShowCommand(core, MODULES);
  registerSofiaCommands(deps);
  registerControlCommands(core, deps);
}
