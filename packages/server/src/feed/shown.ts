import type { ServerMessageV1 } from "@parley/protocol";
import type { LiveChange, LiveConference, LiveState } from "../live-state/index.js";
import { conferenceV1, memberV1, shownRecording, type ViewFacts } from "./view.js";

type Of<Type extends LiveChange["type"]> = Extract<LiveChange, { readonly type: Type }>;
type ConferenceChange = Extract<LiveChange, { readonly conference: LiveConference }>;

/**
 * What v1 clients have been shown. They know conferences by name and only while somebody is in them; several with one
 * name follow each other, so each name shows one live conference at a time.
 */
export class ShownConferences {
  /** Key of the live conference that a name stands for. */
  readonly #shown = new Map<string, string>();

  /** The shown conferences of a state, in its order. */
  of(state: LiveState): LiveConference[] {
    return [...state.conferences.values()].filter((each) => this.#isShown(each));
  }

  byName(state: LiveState, name: string): LiveConference | undefined {
    const key = this.#shown.get(name);
    return key === undefined ? undefined : state.conferences.get(key);
  }

  /** Everything anew. */
  startOver(state: LiveState): void {
    this.#shown.clear();
    for (const { name, key, members } of state.conferences.values())
      if (members.size > 0) this.#shown.set(name, key);
  }

  /** The v1 messages that tell a change, in their order. */
  messagesFor(change: ConferenceChange, facts: ViewFacts): ServerMessageV1[] {
    switch (change.type) {
      case "conferenceStarted":
        return change.conference.members.size > 0 ? this.#appear(change.conference, facts) : [];
      case "memberJoined":
        return this.#isShown(change.conference)
          ? [{ event: "newMember", ...named(change), data: memberV1(change.member, facts) }]
          : this.#appear(change.conference, facts);
      case "conferenceEnded":
        return this.#disappear(change.conference);
      default:
        return this.#isShown(change.conference) ? this.#messagesOfShown(change, facts) : [];
    }
  }

  #messagesOfShown(
    change: Exclude<ConferenceChange, Of<"conferenceStarted" | "conferenceEnded" | "memberJoined">>,
    facts: ViewFacts,
  ): ServerMessageV1[] {
    switch (change.type) {
      case "memberLeft":
        return change.conference.members.size === 0
          ? this.#disappear(change.conference)
          : [{ event: "delMember", ...named(change), data: change.member.id }];
      case "memberChanged":
        return change.member.mute === change.before.mute ? [] : [muteMessage(change)];
      case "muteRepeated":
        return [muteMessage(change)];
      case "floorChanged":
        // v1 has no word for a floor that nobody holds.
        return change.member
          ? [{ event: "floorchange", ...named(change), data: memberV1(change.member, facts) }]
          : [];
      case "locked":
        return [{ event: "lock", ...named(change) }];
      case "unlocked":
        return [{ event: "unlock", ...named(change) }];
      case "allMuted":
        return [{ event: "muteAll", ...named(change) }];
      case "conferenceChanged":
        return [];
      default:
        return recordingMessages(change);
    }
  }

  #appear(conference: LiveConference, facts: ViewFacts): ServerMessageV1[] {
    const replaced = this.#shown.has(conference.name);
    this.#shown.set(conference.name, conference.key);
    const gone: ServerMessageV1 = { event: "delConference", conference: conference.name };
    const come: ServerMessageV1 = { event: "newConference", data: conferenceV1(conference, facts) };
    return replaced ? [gone, come] : [come];
  }

  #disappear(conference: LiveConference): ServerMessageV1[] {
    if (!this.#isShown(conference)) return [];
    this.#shown.delete(conference.name);
    return [{ event: "delConference", conference: conference.name }];
  }

  #isShown(conference: LiveConference): boolean {
    return this.#shown.get(conference.name) === conference.key;
  }
}

const named = ({ conference }: ConferenceChange) => ({ conference: conference.name });

function muteMessage(change: Of<"memberChanged" | "muteRepeated">): ServerMessageV1 {
  const { member } = change;
  return { event: member.mute ? "mute" : "unmute", ...named(change), data: member.id };
}

function recordingMessages(
  change: Of<
    | "recordingStarted"
    | "recordingPaused"
    | "recordingResumed"
    | "recordingStopped"
    | "recordingFailed"
  >,
): ServerMessageV1[] {
  const { type, path: file } = change;
  const shown = shownRecording(change.conference);
  if (type === "recordingStarted") return [{ event: "recStart", ...named(change), file }];
  if (type === "recordingStopped") return stopMessages(change, shown);
  if (shown?.file !== file) return [];
  if (type === "recordingPaused") return [{ event: "recPause", ...named(change), file }];
  return type === "recordingResumed" ? [{ event: "recResume", ...named(change), file }] : [];
}

/** When one of several recordings stops, the one that goes on is shown in its place. */
function stopMessages(
  change: Of<"recordingStopped">,
  shown: ReturnType<typeof shownRecording>,
): ServerMessageV1[] {
  const stopped: ServerMessageV1 = { event: "recStop", ...named(change) };
  if (!shown) return [stopped];
  const event = shown.status === "paused" ? "recPause" : "recStart";
  return [stopped, { event, ...named(change), file: shown.file }];
}
