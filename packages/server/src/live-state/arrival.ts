import { conferenceKey } from "./entities.js";
import type { DomainEvent } from "./events.js";

/** Ended conferences of which late events are still recognised. */
const REMEMBERED_ENDS = 1024;
/** Members and files of one conference whose last event is remembered. */
const REMEMBERED_ASPECTS = 4096;

/**
 * Tells duplicates and late events. The switch creates the events of a room in several threads, so they may overtake
 * each other; Event-Sequence is taken when an event is created (switch_event.c) and so says which of two about the
 * same thing is the newer one. A conference that has ended stays ended: its uuid is never used again.
 */
export class Arrival {
  #core: string | undefined;
  readonly #last = new Map<string, Map<string, number>>();
  readonly #ended = new Set<string>();

  /** Sequence numbers start anew with each switch process. */
  startOver(coreUuid: string | undefined): void {
    if (coreUuid === this.#core) return;
    this.#core = coreUuid;
    this.#last.clear();
  }

  /** False for what has been seen already, or has been overtaken by something newer about the same thing. */
  accepts(event: DomainEvent): boolean {
    const { group, aspect } = subjectOf(event);
    if (this.#ended.has(group)) return false;
    if (!this.#isNews(group, aspect, event.sequence)) return false;
    if (event.type === "conferenceEnded") this.forget(group);
    return true;
  }

  /** A conference is over, whether an event said so or a snapshot. */
  forget(key: string): void {
    this.#last.delete(key);
    this.#ended.add(key);
    for (const oldest of this.#ended) {
      if (this.#ended.size <= REMEMBERED_ENDS) break;
      this.#ended.delete(oldest);
    }
  }

  #isNews(group: string, aspect: string, sequence: number | undefined): boolean {
    if (sequence === undefined) return true;
    const seen = this.#last.get(group) ?? new Map<string, number>();
    this.#last.set(group, seen);
    const last = seen.get(aspect);
    if (last !== undefined && sequence <= last) return false;
    seen.delete(aspect);
    seen.set(aspect, sequence);
    if (seen.size > REMEMBERED_ASPECTS) dropOldest(seen);
    return true;
  }
}

function dropOldest(seen: Map<string, number>): void {
  for (const aspect of seen.keys()) {
    seen.delete(aspect);
    return;
  }
}

function subjectOf(event: DomainEvent): { group: string; aspect: string } {
  switch (event.type) {
    case "registered":
    case "unregistered":
      return {
        group: `registrations ${event.registration.node}`,
        aspect: `${event.registration.user}/${event.registration.callId}`,
      };
    case "timePassed":
      return { group: "clock", aspect: event.node };
    case "allMuted":
      return { group: "mute all", aspect: `${event.node}/${event.name}` };
    default:
      return { group: conferenceKey(event.conference), aspect: aspectOf(event) };
  }
}

type InConference = Extract<DomainEvent, { readonly conference: unknown }>;

function aspectOf(event: InConference): string {
  if (event.type === "controlPressed") return `control ${event.member.id}`;
  if ("member" in event) return `member ${event.member.id}`;
  if ("path" in event) return `recording ${event.path}`;
  if (event.type === "floorChanged") return "floor";
  if (event.type === "conferenceLocked" || event.type === "conferenceUnlocked") return "lock";
  return "conference";
}
