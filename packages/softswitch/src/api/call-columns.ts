import type { SwitchCore } from "../core/index.js";

const LEG =
  "uuid direction created created_epoch name state cid_name cid_num ip_addr dest presence_id presence_data accountcode callstate callee_name callee_num callee_direction call_uuid hostname sent_callee_name sent_callee_num".split(
    " ",
  );

const DETAILED_LEG =
  "uuid direction created created_epoch name state cid_name cid_num ip_addr dest application application_data dialplan context read_codec read_rate read_bit_rate write_codec write_rate write_bit_rate secure hostname presence_id presence_data accountcode callstate callee_name callee_num callee_direction call_uuid sent_callee_name sent_callee_num".split(
    " ",
  );

const secondLeg = (columns: readonly string[]): string[] =>
  columns.filter((name) => name !== "call_uuid" && name !== "hostname").map((name) => `b_${name}`);

/** Columns of `show channels`, in the order of the core's table. */
export const CHANNEL_COLUMNS: readonly string[] = [
  ...DETAILED_LEG,
  ..."initial_cid_name initial_cid_num initial_ip_addr initial_dest initial_dialplan initial_context".split(
    " ",
  ),
];

export const CALL_COLUMNS: readonly string[] = [...LEG, ...secondLeg(LEG), "call_created_epoch"];

export const DETAILED_CALL_COLUMNS: readonly string[] = [
  ...DETAILED_LEG,
  ...secondLeg(DETAILED_LEG),
  "call_created_epoch",
];

/** Empty tables, until a room that has calls puts its own in their place. */
export function registerEmptyCallTables(core: SwitchCore): void {
  const none = (columns: readonly string[]) => ({ columns, rows: () => [] });
  core.show.register("channels", none(CHANNEL_COLUMNS));
  for (const name of ["calls", "bridged_calls"]) core.show.register(name, none(CALL_COLUMNS));
  for (const name of ["detailed_calls", "detailed_bridged_calls"]) {
    core.show.register(name, none(DETAILED_CALL_COLUMNS));
  }
}
