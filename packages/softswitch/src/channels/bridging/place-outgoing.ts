import type { CallSession } from "../call-session.js";
import type { CallerProfile } from "../caller-profile.js";
import type { Calls } from "../calls.js";
import { Channel } from "../channel.js";
import { inlineActions } from "../dialplan/inline-dialplan.js";
import type { Leg, OutgoingLeg } from "../legs/leg.js";
import { loopback } from "../legs/loopback-leg.js";
import type { Pairs, Prospect } from "./endpoints.js";
import type { OriginateRequest, Progress } from "./originate.js";
import { beginOutgoing } from "./outgoing-call.js";

/** What FreeSWITCH calls a caller nobody has named. */
const NOBODY = "0000000000";
const CALLEE_NAME = "Outbound Call";

const find = (variables: Pairs, name: string): string | undefined =>
  variables.findLast(([key]) => key === name)?.[1];

function callerId(request: OriginateRequest, variables: Pairs): { name: string; number: string } {
  const { caller, callerId: given } = request;
  const own = caller?.channel.variables;
  const name =
    find(variables, "origination_caller_id_name") ??
    given?.name ??
    own?.get("effective_caller_id_name") ??
    caller?.callerIdName;
  const number =
    find(variables, "origination_caller_id_number") ??
    given?.number ??
    own?.get("effective_caller_id_number") ??
    caller?.callerIdNumber;
  return { name: name ?? "", number: number || NOBODY };
}

function profileOf(
  request: OriginateRequest,
  prospect: Prospect,
  variables: Pairs,
  networkAddress: string,
): CallerProfile {
  const { caller, context } = request;
  const { name, number } = callerId(request, variables);
  const { destination } = prospect;
  const base = caller?.channel.facts.profile;
  return {
    username: base?.username ?? "",
    callerIdName: name,
    callerIdNumber: number,
    originalName: base?.originalName ?? name,
    originalNumber: base?.originalNumber ?? number,
    calleeIdName: CALLEE_NAME,
    calleeIdNumber: destination,
    ani: base?.ani ?? number,
    networkAddress: networkAddress || (base?.networkAddress ?? ""),
    destination,
    context: base?.context ?? context ?? "default",
    rdnis: "",
    transferSource: "",
    index: 1,
    source: base?.source ?? "src/switch_ivr_originate.c",
    dialplan: base ? "XML" : "",
    direction: "outbound",
  };
}

/** Variables the caller exports to whoever it calls. */
function exported(caller: CallSession | undefined): Pairs {
  const names = caller?.channel.variables.get("export_vars");
  if (!caller || !names) return [];
  const values = names.split(",").flatMap((name) => {
    const value = caller.channel.variables.get(name);
    const plain = name.replace(/^_?nolocal_?:?/, "");
    return value === undefined ? [] : [[plain, value] as const];
  });
  return [["export_vars", names], ...values];
}

/** `origination_*` are wishes to the core, not variables of the channel. */
const kept = (variables: Pairs): Pairs => variables.filter(([name]) => name !== "origination_uuid");

function legOf(
  calls: Calls,
  prospect: Prospect,
  request: OriginateRequest,
  variables: Pairs,
): OutgoingLeg | undefined {
  if (prospect.kind === "loopback") {
    return loopback((called) => placeCalled(calls, prospect, request, variables, called));
  }
  const { core } = calls.options;
  const { name, number } = callerId(request, variables);
  const caller = request.caller;
  const codecs =
    find(variables, "absolute_codec_string") ??
    caller?.channel.variables.get("absolute_codec_string") ??
    core.variables.get("outbound_codec_prefs");
  return calls.dialer?.leg({
    uri: prospect.uri,
    registration: prospect.registration,
    from: { user: number, name, domain: core.variables.get("domain") ?? "127.0.0.1" },
    codecs,
    video: caller ? caller.hasVideo : true,
    mediaTimeoutMs: Number(find(variables, "media_timeout_audio")) || undefined,
  });
}

/** Makes a call of ours and sends it on its way; what goes wrong ends it. */
export function placeOutgoing(
  calls: Calls,
  prospect: Prospect,
  request: OriginateRequest,
  variables: Pairs,
  progress: Progress,
): CallSession {
  const { core, now } = calls.options;
  const { caller } = request;
  const all = kept([...exported(caller), ...variables]);
  const leg = legOf(calls, prospect, request, all);
  if (!leg) throw new Error(`No way to call ${prospect.destination}`);
  const wished = find(variables, "origination_uuid");
  const uuid = wished && !calls.get(wished) ? wished : core.newUuid();
  const channel = new Channel(core, {
    uuid,
    name: prospect.name,
    now: now(),
    direction: "outbound",
    profile: profileOf(request, prospect, variables, leg.networkAddress),
  });
  const call = calls.add({ channel, leg, userVariables: [] });
  const serial = call.input.serial;
  const start = { call, leg, prospect, variables: all, serial, caller, ...progress };
  calls.soon.run(() => {
    beginOutgoing(start).catch((error: unknown) => {
      core.log("err", `${prospect.name}: ${String(error)}`);
      call.hangup("NORMAL_TEMPORARY_FAILURE");
    });
  });
  return call;
}

/** The half of a loopback that was called walks the dialplan like any caller. */
function placeCalled(
  calls: Calls,
  prospect: Prospect & { kind: "loopback" },
  request: OriginateRequest,
  variables: Pairs,
  leg: Leg,
): void {
  const { core, now } = calls.options;
  const { name, number } = callerId(request, variables);
  const { extension, context, dialplan } = prospect;
  const channel = new Channel(core, {
    uuid: core.newUuid(),
    name: prospect.name.replace(/-a$/, "-b"),
    now: now(),
    profile: {
      username: "",
      callerIdName: name,
      callerIdNumber: number,
      originalName: name,
      originalNumber: number,
      ani: number,
      networkAddress: "",
      destination: extension,
      context,
      rdnis: "",
      transferSource: "",
      index: 1,
      source: "mod_loopback",
      dialplan,
    },
  });
  const isInline = dialplan.toLowerCase() === "inline";
  const options = isInline ? { actions: inlineActions(extension) } : {};
  calls.add({ channel, leg, userVariables: kept(variables), options }).start();
}
