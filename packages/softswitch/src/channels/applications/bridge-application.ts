import { isTrue } from "../../core/index.js";
import { connect, tellEachOther } from "../bridging/bridging.js";
import { fireUserOutgoing } from "../bridging/outgoing-call.js";
import type { CallSession } from "../call-session.js";
import { causeNumber } from "../causes.js";
import type { MaybeLater } from "../legs/leg.js";
import type { Application } from "./applications.js";
import type { Task } from "./task.js";

const DIALSTATUS: Readonly<Record<string, string>> = {
  ORIGINATOR_CANCEL: "CANCEL",
  USER_BUSY: "BUSY",
  NO_ANSWER: "NOANSWER",
  DESTINATION_OUT_OF_ORDER: "INVALIDARGS",
  INVALID_PROFILE: "INVALIDARGS",
  CALL_REJECTED: "DONTCALL",
};

/** No answer is always a reason to continue, unless variables say which causes are. */
const CONTINUING = ["NO_ANSWER", "NO_USER_RESPONSE", "ORIGINATOR_CANCEL"];

const isListed = (list: string, cause: string): boolean =>
  list
    .split(",")
    .map((each) => each.trim().toUpperCase())
    .some((each) => each === cause || each === String(causeNumber(cause)));

/** Whether the dialplan goes on after a bridge that failed (switch_channel_handle_cause). */
export function continuesAfter(
  cause: string,
  continueOnFail: string | undefined,
  failureCauses: string | undefined,
): boolean {
  if (continueOnFail === undefined && failureCauses === undefined) {
    return CONTINUING.includes(cause);
  }
  if (failureCauses !== undefined && !isListed(failureCauses, cause)) return true;
  if (continueOnFail === undefined) return false;
  return isTrue(continueOnFail) || isListed(continueOnFail, cause);
}

function failed(call: CallSession, cause: string): void {
  call.setVariable("last_bridge_hangup_cause", cause);
  call.setVariable("originate_disposition", cause);
  call.setVariable("DIALSTATUS", DIALSTATUS[cause] ?? cause);
  call.setVariable("originate_failed_cause", cause);
  if (call.isOver) return;
  const get = (name: string): string | undefined => call.channel.variables.get(name);
  if (!continuesAfter(cause, get("continue_on_fail"), get("failure_causes"))) call.hangup(cause);
}

/** Whether a called one is still in the bridge. */
const isHere = (call: CallSession): boolean => call.channel.facts.state === "CS_EXCHANGE_MEDIA";

/** The other one has gone, or was sent elsewhere: where this one goes then. */
function afterwards(call: CallSession, other: CallSession, task: Task): void {
  if (!other.isOver) {
    // Who was sent elsewhere meanwhile has a life of its own.
    if (isHere(other) && other.bridge === undefined) {
      other.hangup(call.channel.facts.hangupCause || "NORMAL_CLEARING");
    }
    return;
  }
  if (call.isOver || task.stopped) return;
  const cause = other.channel.facts.hangupCause;
  const target = call.channel.variables.get("transfer_after_bridge");
  if (target) {
    const [extension = "", dialplan, context] = target.split(":");
    call.transfer(extension, dialplan, context);
  } else if (isTrue(call.channel.variables.get("hangup_after_bridge"))) call.hangup(cause);
}

/** Two calls joined until one of them ends it; `keepB`: the other has its own life (`uuid_bridge`). */
export async function stayBridged(
  call: CallSession,
  other: CallSession,
  task: Task,
): Promise<void> {
  const bridge = connect(call, other);
  other.heldBy = task.whenFinished;
  task.onStop = () => {
    // Who hangs up takes the other along before they are told to be parted.
    if (call.isOver && isHere(other) && other.bridge === bridge)
      other.hangup(call.channel.facts.hangupCause);
    bridge.end();
  };
  if (task.stopped || call.isOver) bridge.end();
  await bridge.ended;
}

/** Two who hear each other already: the called one has answered, so the caller is answered as well. */
async function answerToo(
  call: CallSession,
  other: CallSession,
  opened: MaybeLater<void>,
): Promise<void> {
  await opened;
  await call.answer();
  if (call.bridge?.b === other && call.isAnswered) tellEachOther(call, other);
}

async function ringAndBridge(call: CallSession, data: string, task: Task): Promise<void> {
  const abort = new AbortController();
  task.onStop = () => abort.abort();
  let opened: MaybeLater<void>;
  const outcome = await call.input.originator.originate({
    dialString: data,
    caller: call,
    context: call.channel.facts.profile.context,
    signal: abort.signal,
    onRinging: () => call.ringReady(),
    takesEarly: () => !isTrue(call.getVariable("ignore_early_media")),
    onAnswer: (other) => void answerToo(call, other, opened),
  });
  if (!outcome.call) {
    failed(call, outcome.cause);
    return;
  }
  const { call: other, viaUser } = outcome;
  opened = other.isAnswered ? call.answer() : call.preAnswer();
  await opened;
  if (viaUser && !other.isOver) fireUserOutgoing(other);
  if (call.isOver || task.stopped || other.isOver) {
    other.hangup(call.channel.facts.hangupCause || "ORIGINATOR_CANCEL");
    return;
  }
  call.setVariable("originate_disposition", "SUCCESS");
  call.setVariable("DIALSTATUS", "SUCCESS");
  await stayBridged(call, other, task);
  afterwards(call, other, task);
}

/** Calls somebody and joins the two. */
export const bridge: Application = (call, data, task) =>
  ringAndBridge(call, data.trim() || "error/DESTINATION_OUT_OF_ORDER", task);
