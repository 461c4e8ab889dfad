import type { SwitchCore } from "../core/index.js";

import type { CallerIdentity, Placing, ScriptedCall } from "./types.js";

export interface DemoOptions {
  /** Numbers to dial; unless given, every conference the team context names. */
  readonly destinations?: readonly string[];
  /** Unless given, six people of our own invention. */
  readonly callers?: readonly CallerIdentity[];
  /** Milliseconds between two things that happen, 1500 unless given. */
  readonly everyMs?: number;
}

export interface Demo {
  /** Ends the demo's calls and nobody else's. */
  stop(): Promise<void>;
}

const PEOPLE: readonly CallerIdentity[] = [
  { number: "20101", name: "Ada" },
  { number: "20102", name: "Bela" },
  { number: "21101", name: "Chandra" },
  { number: "21102", name: "Djamila" },
  { number: "22101", name: "Émile" },
  { number: "22102", name: "Freya" },
];

/** Numbers whose dialplan entry is one literal number that leads into a conference. */
function conferenceNumbers(core: SwitchCore): string[] {
  const context = core.tree.dialplanContext("team");
  return (context?.children ?? []).flatMap((extension) =>
    extension.children.flatMap(({ attributes, children }) => {
      const number = (attributes["expression"] ?? "").replace(/^\^|\$$/g, "");
      const joins = children.some((action) => action.attributes["application"] === "conference");
      return joins && /^\d+$/.test(number) ? [number] : [];
    }),
  );
}

interface Person {
  readonly identity: CallerIdentity;
  call: ScriptedCall | undefined;
  talking: boolean;
}

const pick = <T>(items: readonly T[]): T | undefined =>
  items[Math.floor(Math.random() * items.length)];

async function act(
  channels: Placing,
  person: Person,
  destinations: readonly string[],
): Promise<void> {
  const { call } = person;
  const destination = pick(destinations);
  if (!call) {
    if (destination === undefined) return;
    const placed = await channels.call(person.identity, destination, { context: "team" });
    person.call = placed;
    void placed.ended.then(() => {
      person.call = undefined;
      person.talking = false;
    });
    return;
  }
  const chance = Math.random();
  if (chance < 0.15) await call.hangup();
  else if (chance < 0.35) await call.dtmf("0");
  else {
    person.talking = !person.talking;
    call.talk(person.talking);
  }
}

/** People who come, talk, mute themselves and go, until stopped: something to look at. */
export function startDemo(core: SwitchCore, channels: Placing, options: DemoOptions = {}): Demo {
  const destinations = options.destinations ?? conferenceNumbers(core);
  const people = (options.callers ?? PEOPLE).map(
    (identity): Person => ({
      identity,
      call: undefined,
      talking: false,
    }),
  );
  const timer = setInterval(() => {
    const person = pick(people);
    if (!person) return;
    act(channels, person, destinations).catch((error: unknown) =>
      core.log("warning", `Demo: ${String(error)}`),
    );
  }, options.everyMs ?? 1500);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await Promise.all(people.map((person) => person.call?.hangup()));
    },
  };
}
