import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type {
  ConferenceCommand,
  LiveConferenceV2,
  LiveMemberV2,
  MemberCommand,
} from "@parley/protocol";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type FeedClient, type SessionClient, sessionClient } from "../api-v2/session-client.js";
import { Site } from "../browser/harness/site.js";
import { pause, until } from "./harness/processes.js";
import { SWITCH } from "./harness/switches.js";

const ADA = "20501";
const BELA = "20502";

let site: Site;
let tess: SessionClient;
let feed: FeedClient;

beforeAll(async () => {
  site = await Site.start();
  tess = sessionClient(site.url);
  await tess.signIn(site.people.tess);
  feed = await tess.feed();
  await feed.until("snapshot");
}, 60_000);

afterEach(() => site.rooms.empty());

afterAll(async () => {
  feed?.close();
  await site?.stop();
});

interface Meeting {
  readonly id: string;
  readonly ada: string;
  readonly bela: string;
}

/** A participant and a moderator in a conference, as the feed knows them. */
async function meeting(number = "30000"): Promise<Meeting> {
  const from = feed.messages.length;
  const joined = (caller: string) =>
    feed.until("memberJoined", ({ member }) => member.number === caller, from);
  await site.rooms.enter(number, ADA, "Ada Lovelace");
  await site.rooms.enter(number, BELA, "Béla Bartók", "moderator");
  const [ada, bela] = await Promise.all([joined(ADA), joined(BELA)]);
  return { id: ada.id, ada: ada.member.id, bela: bela.member.id };
}

type RoomFacts = Omit<LiveConferenceV2, "members">;

/** Asks for something; resolves when it is answered as done and the feed has told of it. */
async function ofRoom(
  { id }: Meeting,
  command: ConferenceCommand,
  fits: (room: RoomFacts) => boolean,
): Promise<void> {
  const from = feed.messages.length;
  expect(await feed.command(id, command)).toMatchObject({ ok: true });
  await feed.until(
    "conferenceChanged",
    ({ conference }) => conference.id === id && fits(conference),
    from,
  );
}

async function ofMember(
  { id }: Meeting,
  member: string,
  command: MemberCommand | ConferenceCommand,
  fits: (member: LiveMemberV2) => boolean,
): Promise<void> {
  const from = feed.messages.length;
  const target = command.command.endsWith("All") ? undefined : member;
  expect(await feed.command(id, command, target)).toMatchObject({ ok: true });
  await feed.until("memberChanged", (each) => each.member.id === member && fits(each.member), from);
}

const records = (room: RoomFacts): string => room.recordings[0]?.status ?? "no";

async function recordsInSteps(room: Meeting, ms = 0): Promise<void> {
  await ofRoom(room, { command: "startRecording" }, (each) => records(each) === "running");
  await pause(ms);
  await ofRoom(room, { command: "pauseRecording" }, (each) => records(each) === "paused");
  await ofRoom(room, { command: "resumeRecording" }, (each) => records(each) === "running");
  await ofRoom(room, { command: "stopRecording" }, (each) => records(each) === "no");
}

test("whatever is asked of a whole conference is done, and told by the feed", async () => {
  const room = await meeting();
  await ofRoom(room, { command: "lock" }, ({ locked }) => locked);
  await ofRoom(room, { command: "unlock" }, ({ locked }) => !locked);
  await ofMember(room, room.ada, { command: "muteAll" }, ({ muted }) => muted);
  await site.rooms.untilMember("speaks", ["team", BELA], ({ flags }) => flags.can_speak);
  await ofMember(room, room.ada, { command: "unmuteAll" }, ({ muted }) => !muted);
  await recordsInSteps(room);
  const from = site.control.now;
  const play = await feed.command(room.id, { command: "play", prompt: "recording_started" });
  expect(play).toMatchObject({ ok: true });
  expect(await feed.command(room.id, { command: "stopPlaying" })).toMatchObject({ ok: true });
  await site.control.action("play-file-done", undefined, from);
  expect(await feed.command(room.id, { command: "kickAll" })).toMatchObject({ ok: true });
  await feed.until("conferenceEnded", ({ id }) => id === room.id);
});

test("whatever is asked of a member is done, and told by the feed", async () => {
  const room = await meeting();
  const told = (command: MemberCommand, fits: (member: LiveMemberV2) => boolean) =>
    ofMember(room, room.ada, command, fits);
  await told({ command: "mute" }, ({ muted }) => muted);
  await told({ command: "unmute" }, ({ muted }) => !muted);
  await told({ command: "deaf" }, ({ deaf }) => deaf);
  await told({ command: "undeaf" }, ({ deaf }) => !deaf);
  await told({ command: "volumeIn", level: 3 }, ({ volumeIn }) => volumeIn === 3);
  await told({ command: "volumeOut", level: -4 }, ({ volumeOut }) => volumeOut === -4);
  await told({ command: "energy", level: 1500 }, ({ energy }) => energy === 1500);
  await told({ command: "rename", name: "Countess" }, ({ name }) => name === "Countess");
  await told({ command: "raiseHand" }, ({ handRaised }) => handRaised);
  await told({ command: "lowerHand" }, ({ handRaised }) => !handRaised);
  for (const holder of [room.bela, room.ada, room.bela]) {
    expect(await feed.command(room.id, { command: "floor" }, holder)).toMatchObject({ ok: true });
    await until("the floor to be handed over", async () => {
      const { floor } = await tess.api.call("live.read", { params: { id: room.id } });
      return floor === holder;
    });
  }
  const from = feed.messages.length;
  const transfer = { command: "transfer", conference: "31000" } as const;
  expect(await feed.command(room.id, transfer, room.ada)).toMatchObject({ ok: true });
  await feed.until("memberLeft", ({ member }) => member === room.ada, from);
  await feed.until("memberJoined", ({ member }) => member.number === ADA, from);
  expect(await feed.command(room.id, { command: "kick" }, room.bela)).toMatchObject({ ok: true });
  await feed.until("conferenceEnded", ({ id }) => id === room.id);
});

test("a conference with a canvas is recorded as MP4", async () => {
  const { outcomes } = await tess.api.call("conferences.create", {
    body: { items: [{ name: "cinema", type: "48kHz-video-mux", context: "team" }] },
  });
  const [made] = outcomes;
  if (!made?.ok) throw new Error(`the conference was not added: ${JSON.stringify(outcomes)}`);
  const room = await meeting(made.item.number);
  await recordsInSteps(room, 2000);
  const [file = ""] = readdirSync(site.recordingsDir).filter((name) => name.endsWith(".mp4"));
  expect(file).toMatch(/^cinema-/);
  // mod_av writes what it has when the file is closed, in a thread of its own. The stand-in has no codec for pictures.
  await until("the file to be written", () => {
    const head = readFileSync(join(site.recordingsDir, file));
    return head.length > 2000 && (SWITCH === "softswitch" || head.includes("ftyp"));
  });
});
