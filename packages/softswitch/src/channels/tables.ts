import type { SwitchCore } from "../core/index.js";
import type { CallSession } from "./call-session.js";
import type { Calls } from "./calls.js";
import { epochSeconds, localStamp } from "./stamps.js";

type Row = Record<string, string>;

function codecColumns(session: CallSession): Row {
  const { readCodec, writeCodec } = session.channel.facts;
  return {
    read_codec: readCodec?.name ?? "",
    read_rate: readCodec ? String(readCodec.rate) : "",
    read_bit_rate: readCodec ? String(readCodec.bitRate) : "",
    write_codec: writeCodec?.name ?? "",
    write_rate: writeCodec ? String(writeCodec.rate) : "",
    write_bit_rate: writeCodec ? String(writeCodec.bitRate) : "",
  };
}

/** One channel as the core's table has it; columns nobody fills are left to the printer. */
function channelRow(session: CallSession, hostname: string, initial: Row): Row {
  const { profile, times, running, callState } = session.channel.facts;
  const { variables } = session.channel;
  const now: Row = {
    cid_name: profile.callerIdName,
    cid_num: profile.callerIdNumber,
    ip_addr: profile.networkAddress,
    dest: profile.destination,
    dialplan: "XML",
    context: profile.context,
  };
  return {
    uuid: session.uuid,
    direction: "inbound",
    created: localStamp(times.created),
    created_epoch: epochSeconds(times.created),
    name: session.name,
    state: running,
    ...now,
    application: variables.get("current_application") ?? "",
    application_data: variables.get("current_application_data") ?? "",
    ...codecColumns(session),
    secure: "",
    hostname,
    presence_id: "",
    presence_data: "",
    accountcode: variables.get("accountcode") ?? "",
    callstate: callState,
    ...initial,
  };
}

const initialOf = (session: CallSession): Row => {
  const { first } = session;
  return {
    initial_cid_name: first.callerIdName,
    initial_cid_num: first.callerIdNumber,
    initial_ip_addr: first.networkAddress,
    initial_dest: first.destination,
    initial_dialplan: "XML",
    initial_context: first.context,
  };
};

/** Fills the columns a table asks for; what is not known is empty. */
function filled(columns: readonly string[], row: Row): Row {
  return Object.fromEntries(columns.map((column) => [column, row[column] ?? ""]));
}

/** Puts the calls into `show channels` and `show calls`; a lone leg is a call as well. */
export function registerTables(core: SwitchCore, calls: Calls): void {
  for (const subject of ["channels", "calls", "detailed_calls"]) {
    const known = core.show.get(subject);
    const columns = known?.columns ?? [];
    core.show.register(subject, {
      columns,
      rows: () =>
        calls.list().map((session) => {
          const row = channelRow(session, core.identity.hostname, initialOf(session));
          return filled(columns, { ...row, call_created_epoch: row["created_epoch"] ?? "" });
        }),
    });
  }
}
