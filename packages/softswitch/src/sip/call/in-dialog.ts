import type { ServerTransaction } from "../transactions/index.js";
import type { SipHeader, SipRequest } from "../types.js";
import type { Call } from "./call.js";
import { dtmfOf, referOf, sdpOf } from "./parts.js";

type Handler = (call: Call, transaction: ServerTransaction) => void;

const ok = (call: Call, transaction: ServerTransaction): void =>
  transaction.respond(200, { headers: call.context.common });

/** A change of the session that cannot be looked at now (RFC 3261 14.2, RFC 3311 5.2); true when it was refused. */
function refused(call: Call, transaction: ServerTransaction): boolean {
  const { request } = transaction;
  const minimum = call.session.refusal(request);
  if (minimum !== undefined) transaction.respond(422, { headers: [minimum] });
  else if (call.busy) transaction.respond(491, { headers: call.context.common });
  else if (call.state !== "confirmed" && request.method === "INVITE") transaction.respond(491);
  else if (request.body !== "" && sdpOf(request) === undefined) unsupportedType(transaction);
  else return false;
  return true;
}

const unsupportedType = (transaction: ServerTransaction): void =>
  transaction.respond(415, { headers: [["Accept", "application/sdp"]] });

/** Our answer to an offer; undefined when it was refused. */
async function answerTo(call: Call, offer: string): Promise<string | undefined> {
  try {
    return await call.onOffer?.(offer);
  } catch (error) {
    call.context.log("debug", `Offer in call ${call.callId} refused: ${String(error)}`);
    return undefined;
  }
}

const notAcceptable = (call: Call, transaction: ServerTransaction): void =>
  transaction.respond(488, { headers: call.context.common });

const reinvite: Handler = async (call, transaction) => {
  if (refused(call, transaction)) return;
  const { request } = transaction;
  transaction.respond(100);
  call.dialog?.refresh(request);
  const offer = sdpOf(request);
  // Without an offer we make one: what we said last still holds (RFC 3261 14.2).
  const sdp = offer === undefined ? call.localSdp : await answerTo(call, offer);
  if (call.state === "over") transaction.respond(481);
  else if (sdp === undefined) notAcceptable(call, transaction);
  else call.answerInvite(transaction, sdp, call.session.accept(request));
};

const update: Handler = async (call, transaction) => {
  if (refused(call, transaction)) return;
  const { request } = transaction;
  call.dialog?.refresh(request);
  const offer = sdpOf(request);
  const sdp = offer === undefined ? "" : await answerTo(call, offer);
  if (sdp === undefined) {
    notAcceptable(call, transaction);
    return;
  }
  if (sdp !== "") call.localSdp = sdp;
  const type: SipHeader[] = sdp === "" ? [] : [["Content-Type", "application/sdp"]];
  const headers = [
    ...contactHeader(call),
    ...call.context.common,
    ...call.session.accept(request),
    ...type,
  ];
  transaction.respond(200, { headers, body: sdp });
};

const contactHeader = (call: Call): SipHeader[] => [
  ["Contact", call.context.way(call.flow, "mod_sofia").contact],
];

const info: Handler = (call, transaction) => {
  ok(call, transaction);
  const key = dtmfOf(transaction.request);
  if (key !== undefined) call.emit("dtmf", key.digit, key.durationMs);
};

const refer: Handler = (call, transaction) => {
  const target = referOf(transaction.request);
  if (target === undefined) {
    transaction.respond(400, { reason: "Missing Refer-To Header" });
    return;
  }
  transaction.respond(202, { headers: [...contactHeader(call), ...call.context.common] });
  const tell = (done: boolean): void => void notifyReferred(call, transaction.request, done);
  if (!call.emit("refer", target.target, target.replaces, tell)) tell(false);
};

/** The transfer is ours from now on, and that is all the phone is told of it (RFC 3515 2.4.5). */
async function notifyReferred(call: Call, request: SipRequest, done: boolean): Promise<void> {
  const id = Number.parseInt(request.get("CSeq") ?? "", 10);
  const headers: SipHeader[] = [
    ["Event", `refer;id=${id}`],
    ["Subscription-State", "terminated;reason=noresource"],
    ["Content-Type", "message/sipfrag;version=2.0"],
  ];
  try {
    await call.request("NOTIFY", headers, `SIP/2.0 ${done ? "200 OK" : "403 Forbidden"}\r\n`);
  } catch (error) {
    call.context.log("debug", `NOTIFY in call ${call.callId}: ${String(error)}`);
  }
}

const HANDLERS: Readonly<Record<string, Handler>> = {
  INVITE: reinvite,
  UPDATE: update,
  INFO: info,
  REFER: refer,
  BYE: (call, transaction) => call.byePhone(transaction),
  OPTIONS: ok,
  NOTIFY: ok,
};

/** Answers a request that came in a dialog. */
export function answerInDialog(call: Call, transaction: ServerTransaction): void {
  const { request } = transaction;
  if (call.state === "over" && request.method !== "BYE") transaction.respond(481);
  else if (call.dialog?.advance(request) === false) {
    transaction.respond(500, { headers: call.context.common });
  } else {
    const allows = request.getAll("Allow");
    if (allows.length > 0) call.remoteAllows = allows.map((each) => each.toUpperCase());
    const handler = HANDLERS[request.method];
    if (handler === undefined) transaction.respond(405, { headers: call.context.common });
    else handler(call, transaction);
  }
}
