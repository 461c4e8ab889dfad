import type { EslEvent } from "@parley/esl";
import {
  type RecordedEvent,
  type RecordedStep,
  recordedConference,
} from "../../../packages/softswitch/testing/recorded-conference.js";

/** One event of conference::maintenance, recorded or seen, as far as two switches can be compared. */
export interface Told {
  readonly action: string;
  /** The user it is about, where it is about one. */
  readonly user: string;
  /** Names of all headers in their order. */
  readonly names: readonly string[];
}

export interface Story {
  readonly told: readonly Told[];
  readonly steps: readonly RecordedStep[];
}

const SUBCLASS = "conference::maintenance";
const CLEAR = /^FreeSWITCH-IPv6$/;

/** The story of a capture: what was done, and what the switch told of the conference. */
export function recordedStory(name: string): Story {
  const { events, steps } = recordedConference(name);
  const told = events.filter((event) => event.get("Event-Subclass") === SUBCLASS).map(toldBy);
  return { told, steps };
}

export function toldBy(event: RecordedEvent | EslEvent): Told {
  const names = [...event.headers].map(([header]) => header);
  return {
    action: event.get("Action") ?? "",
    user: event.get("Caller-Username") ?? "",
    names: names.filter((header) => !CLEAR.test(header)),
  };
}

export const label = ({ action, user }: Told): string => `${action} ${user}`.trim();

/**
 * Events in an order that two runs share. Each member finds out in its own thread that it talks while muted, and a
 * sound for one member ends when it ends: the first are sorted among themselves, the second is taken out.
 */
export function inOrder(told: readonly Told[]): Told[] {
  const result: Told[] = [];
  let run: Told[] = [];
  const flush = () => {
    result.push(...run.sort((a, b) => label(a).localeCompare(label(b))));
    run = [];
  };
  for (const each of told) {
    if (each.action === "play-file-member-done") continue;
    if (each.action === "mute-detect") run.push(each);
    else {
      flush();
      result.push(each);
    }
  }
  flush();
  return result;
}
