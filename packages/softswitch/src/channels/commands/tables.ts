import type { SwitchCore } from "../../core/index.js";
import type { CallSession } from "../call-session.js";
import type { Calls } from "../calls.js";
import { epochSeconds, localStamp } from "../stamps.js";

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

function calleeColumns(session: CallSession): Row {
  const { profile, callUuid, other } = session.channel.facts;
  const isTold = session.direction === "outbound" || other !== undefined;
  if (!isTold) return {};
  const { variables } = session.channel;
  return {
    callee_name: profile.calleeIdName ?? "",
    callee_num: profile.calleeIdNumber ?? "",
    callee_direction: session.bridge ? "SEND" : session.isAnswered ? "RECV" : "",
    call_uuid: callUuid,
    sent_callee_name: variables.get("last_sent_callee_id_name") ?? "",
    sent_callee_num: variables.get("last_sent_callee_id_number") ?? "",
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
    dialplan: profile.dialplan ?? "XML",
    context: profile.context,
  };
  return {
    uuid: session.uuid,
    direction: session.direction,
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
    presence_id: session.channel.facts.presenceId,
    presence_data: "",
    accountcode: variables.get("accountcode") ?? "",
    callstate: callState,
    ...calleeColumns(session),
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
    initial_dialplan: first.dialplan ?? "XML",
    initial_context: first.context,
  };
};

/** Fills the columns a table asks for; what is not known is empty. */
function filled(columns: readonly string[], row: Row): Row {
  return Object.fromEntries(columns.map((column) => [column, row[column] ?? ""]));
}

const CALL_TABLES = ["calls", "detailed_calls"];

/** The other end of a bridge, in columns of its own. */
function otherColumns(row: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [`b_${name}`, value]));
}

/** Puts the calls into `show channels` and `show calls`; a lone leg is a call as well. */
export function registerTables(core: SwitchCore, calls: Calls): void {
  const rowOf = (session: CallSession): Row =>
    channelRow(session, core.identity.hostname, initialOf(session));
  const callRow = (session: CallSession): Row => {
    const row = rowOf(session);
    const other = session.bridge?.b;
    const bridged = session.channel.facts.times.bridged;
    const created = other ? epochSeconds(bridged) : (row["created_epoch"] ?? "");
    return {
      ...row,
      ...(other && otherColumns(rowOf(other))),
      call_created_epoch: other || session.direction === "inbound" ? created : "",
    };
  };
  for (const subject of ["channels", ...CALL_TABLES]) {
    const columns = core.show.get(subject)?.columns ?? [];
    const isCalls = CALL_TABLES.includes(subject);
    const listed = (): readonly CallSession[] =>
      // The called end of a bridge stands in the row of the caller.
      isCalls ? calls.list().filter((each) => each.bridge?.b !== each) : calls.list();
    core.show.register(subject, {
      columns,
      rows: () =>
        listed().map((session) => filled(columns, isCalls ? callRow(session) : rowOf(session))),
    });
  }
}
