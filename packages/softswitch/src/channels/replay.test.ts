import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RECORDED_IDENTITY, recordedTree, type TemporaryTree } from "../../testing/capture-tree.js";
import { recordedConference } from "../../testing/recorded-conference.js";
import { wavBytes } from "../../testing/wav-bytes.js";
import type { Header, SwitchEvent } from "../core/index.js";
import { createSoftswitch, type Softswitch } from "../softswitch.js";
import type { ScriptedCall } from "./types.js";

/** The recorded switch had given away seven member ids before. */
const IDS_USED_BEFORE = 7;
const PROMPT_MS = 400;

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

interface Told {
  readonly name: string;
  readonly headers: readonly Header[];
  get(name: string): string | undefined;
}

/**
 * Not compared: the clock's own events, the jobs and registrations of a socket and of SIP, which are not part of a
 * call; and when the prompt that plays to one member ends, which depends on its length.
 */
function isOther(event: Told): boolean {
  const clock = ["HEARTBEAT", "RE_SCHEDULE", "BACKGROUND_JOB"].includes(event.name);
  const sip = event.get("Event-Subclass")?.startsWith("sofia::") ?? false;
  return clock || sip || event.get("Action") === "play-file-member-done";
}

/** Name, action and who: what makes the story. */
const label = (event: Told): string =>
  [
    event.name,
    event.get("Action"),
    event.get("Application"),
    event.get("API-Command-Argument")?.replace(/^[0-9a-f-]{36}/, "UUID"),
    event.get("Caller-Username"),
    event.name.startsWith("CHANNEL_STATE") ? event.get("Channel-State") : undefined,
  ]
    .filter(Boolean)
    .join(" ");

/** Members find out that they talk while muted each in its own thread, so neighbours may come in any order. */
function inOrder(events: readonly Told[]): Told[] {
  const result: Told[] = [];
  let run: Told[] = [];
  const flush = (): void => {
    result.push(...run.sort((a, b) => label(a).localeCompare(label(b))));
    run = [];
  };
  for (const event of events) {
    if (event.get("Action") === "mute-detect") run.push(event);
    else {
      flush();
      result.push(event);
    }
  }
  flush();
  return result;
}

describe("the recorded conference, taken again step by step", () => {
  const recorded = recordedConference("06-conference-json");
  const folder = mkdtempSync(join(tmpdir(), "parley-replay-"));
  const events: SwitchEvent[] = [];
  const replies: { line: string; expected: string; given: string }[] = [];
  const uuids = new Map<string, string>();
  let tree: TemporaryTree;
  let softswitch: Softswitch;

  /** Paths of the recorded machine become paths of this one. */
  const here = (text: string): string =>
    text
      .replaceAll("/var/freeswitch/recordings", folder)
      .replaceAll("/srv/prompt/prompt.wav", join(folder, "prompt.wav"));
  const ours = (text: string): string =>
    [...uuids].reduce((rest, [theirs, own]) => rest.replaceAll(theirs, own), here(text));

  async function takeSteps(): Promise<void> {
    const calls = new Map<string, ScriptedCall>();
    for (const step of recorded.steps) {
      if (step.kind === "call") {
        const call = await softswitch.callers.call(step.user, "32000", { talking: true });
        calls.set(step.uuid, call);
        uuids.set(step.uuid, call.uuid);
      } else if (step.kind === "hangup") await calls.get(step.uuid)?.hangup();
      else {
        const given = await softswitch.core.api.execute(ours(step.line));
        if (step.reply !== undefined) {
          replies.push({ line: step.line, expected: ours(step.reply), given });
        }
      }
      await settled();
    }
  }

  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "prompt.wav"), wavBytes(PROMPT_MS, 16_000));
    tree = recordedTree();
    softswitch = createSoftswitch({ confDir: tree.confDir, identity: RECORDED_IDENTITY });
    softswitch.core.variables.set("sound_prefix", "/var/freeswitch/sounds/en/us/callie");
    for (let id = 0; id < IDS_USED_BEFORE; id += 1) softswitch.core.nextMemberId();
    softswitch.core.on("event", (event) => events.push(event));
    await takeSteps();
  });
  afterAll(async () => {
    await softswitch.stop();
    tree.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const theirs = (): Told[] => inOrder(recorded.events.filter((event) => !isOther(event)));
  const own = (): Told[] => inOrder(events.filter((event) => !isOther(event)));

  test("the events come in the recorded order", () => {
    expect(own().map(label)).toEqual(theirs().map((event) => here(label(event))));
  });

  test("every event has the recorded headers in the recorded order", () => {
    const names = (event: Told): string => event.headers.map(([name]) => name).join("\n");
    const given = own();
    for (const [at, event] of theirs().entries()) {
      expect(given[at] && names(given[at]), `${at} ${label(event)}`).toBe(names(event));
    }
  });

  const VARYING =
    /^(Event-|Core-UUID|FreeSWITCH-|variable_|Caller-.*Time$|Caller-Transfer-Source|Application-UUID|Conference-Unique-ID|Current-Energy|event_count|Record-File-Size|Samples-Out|Milliseconds-Elapsed|seconds|milliseconds|samples)/;

  test("what events say is what was recorded, ids and clocks aside", () => {
    const told = (event: Told): string =>
      event.headers
        .filter(([name]) => !VARYING.test(name))
        .map(([name, value]) => `${name}: ${value}`)
        .join("\n");
    const given = own();
    for (const [at, event] of theirs().entries()) {
      expect(given[at] && told(given[at]), `${at} ${label(event)}`).toBe(ours(told(event)));
    }
  });

  test("the prompt for one member ends once, after it began", () => {
    const actions = events.map((event) => event.get("Action"));
    expect(actions.filter((action) => action === "play-file-member-done")).toHaveLength(1);
    expect(actions.indexOf("play-file-member-done")).toBeGreaterThan(
      actions.indexOf("play-file-member"),
    );
  });

  const clocks: readonly (readonly [RegExp, string])[] = [
    [/[0-9a-f]{8}-[0-9a-f-]{27}/g, "UUID"],
    [/("(?:run_time|join_time|last_talking)":\s*)\d+/g, "$1N"],
    [/run_time="\d+"/g, 'run_time="N"'],
    [/<(join_time|last_talking)>\d+</g, "<$1>N<"],
    [/"created":"[^"]*","created_epoch":"\d+"/g, '"created":""'],
  ];
  const still = (text: string): string =>
    clocks.reduce((rest, [pattern, put]) => rest.replace(pattern, put), text);

  test("every command got the recorded answer, ids and clocks aside", () => {
    expect(replies.length).toBeGreaterThan(80);
    for (const { line, expected, given } of replies) {
      if (!line.startsWith("uuid_dump")) {
        // The socket, not the command, writes the words for an empty answer.
        expect(still(given || "-ERR no reply\n"), line).toBe(still(expected));
      }
    }
  });

  test("uuid_dump shows the recorded headers and variables in the recorded order", () => {
    const dump = replies.find(({ line }) => line.startsWith("uuid_dump"));
    const names = (text = ""): string => text.replace(/:.*$/gm, "");
    expect(names(dump?.given)).toBe(names(dump?.expected));
  });
});
