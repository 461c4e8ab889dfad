import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Settings } from "@parley/server";
import { startSystem, type TestSystem } from "../_util/system.js";
import { type FeedClient, type SessionClient, sessionClient } from "../api-v2/session-client.js";

export interface Keeping {
  readonly system: TestSystem;
  readonly people: Awaited<ReturnType<TestSystem["people"]>>;
  readonly team: SessionClient;
  readonly friends: SessionClient;
  readonly feed: FeedClient;
  /** Somebody's scripted telephone in the team's conference; gives the live conference's id. */
  meet(): Promise<{ readonly id: string; readonly phone: { dtmf(key: string): Promise<void> } }>;
  stop(): Promise<void>;
}

/** Softswitch and server with these settings, and people signed in. */
export async function startKeeping(settings: Partial<Settings>): Promise<Keeping> {
  const system = await startSystem(settings);
  const people = await system.people();
  const team = sessionClient(system.server.url);
  await team.signIn(people.team);
  const friends = sessionClient(system.server.url);
  await friends.signIn(people.friends);
  const feed = await team.feed();
  await feed.until("snapshot");
  return {
    system,
    people,
    team,
    friends,
    feed,
    meet: async () => {
      const phone = await system.softswitch.callers.call(people.team.id, "30000");
      const { conference } = await feed.until("conferenceStarted");
      await feed.until("memberJoined");
      return { id: conference.id, phone: { dtmf: async (key) => void (await phone.dtmf(key)) } };
    },
    stop: async () => {
      feed.close();
      await system.stop();
    },
  };
}

/** What a header says of the sound behind it, and what is there. */
export function wavFacts(file: string): { readonly told: number; readonly there: number } {
  const content = readFileSync(file);
  const at = content.indexOf("data", 12, "latin1");
  return { told: content.readUInt32LE(at + 4), there: content.length - at - 8 };
}

/** A WAV file with this many seconds of a hum. */
export function hum(seconds: number, rate = 16_000): Buffer {
  const period = Buffer.alloc(rate * 2);
  for (let at = 0; at < rate; at += 1)
    period.writeInt16LE(Math.round(6000 * Math.sin((at / rate) * 880 * Math.PI)), at * 2);
  const head = Buffer.alloc(44);
  head.write("RIFF", 0, "latin1");
  head.writeUInt32LE(36 + period.length * seconds, 4);
  head.write("WAVEfmt ", 8, "latin1");
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write("data", 36, "latin1");
  head.writeUInt32LE(period.length * seconds, 40);
  return Buffer.concat([head, ...Array.from({ length: seconds }, () => period)]);
}

/** For what has to come, on a machine that has much else to do. */
export const SOON = { timeout: 15_000 };

export const ffmpegIsHere = spawnSync("ffmpeg", ["-version"]).status === 0;
