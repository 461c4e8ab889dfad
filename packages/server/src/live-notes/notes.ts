import { randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";
import type { ChatMessage } from "@parley/protocol";
import type { LiveChange, LiveState, LiveStateRoom } from "../live-state/index.js";

/** What people added to a member that the switch does not know. */
export interface MemberNote {
  /** Shown in place of the name the phone sent. */
  readonly name?: string;
  readonly handRaised?: boolean;
}

export interface LiveNotesEvents {
  /** A member is shown in another way now. */
  noted: [conferenceKey: string, memberId: string];
  said: [conferenceKey: string, message: ChatMessage];
}

/** Names given, raised hands and chat of live conferences; all of it ends with the conference or the member's stay. */
export interface LiveNotes {
  of(conferenceKey: string, memberId: string): MemberNote;
  note(conferenceKey: string, memberId: string, note: MemberNote): void;
  say(
    conferenceKey: string,
    from: { readonly id: string; readonly name: string },
    text: string,
  ): ChatMessage;
  /** The last messages, oldest first. */
  messages(conferenceKey: string): readonly ChatMessage[];
  on<K extends keyof LiveNotesEvents>(
    event: K,
    listener: (...args: LiveNotesEvents[K]) => void,
  ): void;
  off<K extends keyof LiveNotesEvents>(
    event: K,
    listener: (...args: LiveNotesEvents[K]) => void,
  ): void;
  close(): void;
}

const MOST_MESSAGES = 200;
const NOTHING: MemberNote = {};

export interface LiveNotesOptions {
  readonly now?: () => number;
}

export function createLiveNotes(
  live: Pick<LiveStateRoom, "current" | "on" | "off">,
  options: LiveNotesOptions = {},
): LiveNotes {
  return new Notes(live, options.now ?? Date.now);
}

interface ConferenceNotes {
  readonly members: Map<string, MemberNote>;
  readonly messages: ChatMessage[];
}

class Notes implements LiveNotes {
  readonly #emitter = new EventEmitter<LiveNotesEvents>();
  readonly #live: Pick<LiveStateRoom, "current" | "on" | "off">;
  readonly #now: () => number;
  readonly #conferences = new Map<string, ConferenceNotes>();

  constructor(live: Pick<LiveStateRoom, "current" | "on" | "off">, now: () => number) {
    this.#live = live;
    this.#now = now;
    live.on("change", this.#onChange);
  }

  of(conferenceKey: string, memberId: string): MemberNote {
    return this.#conferences.get(conferenceKey)?.members.get(memberId) ?? NOTHING;
  }

  note(conferenceKey: string, memberId: string, note: MemberNote): void {
    if (!this.#live.current.conferences.get(conferenceKey)?.members.has(memberId)) return;
    const { members } = this.#open(conferenceKey);
    members.set(memberId, { ...members.get(memberId), ...note });
    this.#emitter.emit("noted", conferenceKey, memberId);
  }

  say(conferenceKey: string, from: { id: string; name: string }, text: string): ChatMessage {
    const at = new Date(this.#now()).toISOString();
    const message = { id: randomUUID(), at, from, text };
    const { messages } = this.#open(conferenceKey);
    messages.push(message);
    if (messages.length > MOST_MESSAGES) messages.shift();
    this.#emitter.emit("said", conferenceKey, message);
    return message;
  }

  messages(conferenceKey: string): readonly ChatMessage[] {
    return [...(this.#conferences.get(conferenceKey)?.messages ?? [])];
  }

  on<K extends keyof LiveNotesEvents>(event: K, listener: (...args: LiveNotesEvents[K]) => void) {
    this.#emitter.on(event, listener as never);
  }

  off<K extends keyof LiveNotesEvents>(event: K, listener: (...args: LiveNotesEvents[K]) => void) {
    this.#emitter.off(event, listener as never);
  }

  close(): void {
    this.#live.off("change", this.#onChange);
  }

  #open(key: string): ConferenceNotes {
    const known = this.#conferences.get(key);
    if (known) return known;
    const fresh = { members: new Map(), messages: [] };
    this.#conferences.set(key, fresh);
    return fresh;
  }

  readonly #onChange = (change: LiveChange, state: LiveState): void => {
    if (change.type === "conferenceEnded") this.#conferences.delete(change.conference.key);
    else if (change.type === "memberLeft")
      this.#conferences.get(change.conference.key)?.members.delete(change.member.id);
    else if (change.type === "replaced") this.#prune(state);
  };

  #prune(state: LiveState): void {
    for (const [key, { members }] of this.#conferences) {
      const conference = state.conferences.get(key);
      if (!conference) this.#conferences.delete(key);
      else for (const id of members.keys()) if (!conference.members.has(id)) members.delete(id);
    }
  }
}
