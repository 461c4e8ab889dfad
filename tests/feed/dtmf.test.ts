import { once } from "node:events";
import { afterEach, expect, test } from "vitest";
import { startSystem } from "../_util/system.js";
import { TestClient } from "./harness.js";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A moderator and a participant in the public conference, a client that watches, and what is played to the room. */
async function meeting() {
  const system = await startSystem();
  cleanups.push(() => system.stop());
  const { team, public: participant } = await system.people();
  const login = `${encodeURIComponent(team.name)}:${encodeURIComponent(team.password)}`;
  const url = new URL("/api/live", system.server.url.replace("http", "ws"));
  const client = new TestClient(`${url}?login=${login}`);
  cleanups.push(() => client.socket.terminate());
  await once(client.socket, "open");
  const commands: string[] = [];
  system.softswitch.core.on("event", (event) => {
    const headers = new Map(event.headers);
    if (headers.get("API-Command") !== "conference") return;
    const line = headers.get("API-Command-Argument") ?? "";
    if (!/json_list|get profile_name/.test(line)) commands.push(line.trim());
  });
  const { callers } = system.softswitch;
  const moderator = await callers.call(team.id, "32000");
  const other = await callers.call(participant.id, "32000");
  const joined = () => client.events.filter((event) => event === "newMember").length;
  await expect.poll(joined).toBe(1);
  client.forget();
  return { client, moderator, other, commands };
}

const played = (commands: string[]) =>
  commands.flatMap((line) => /play conference\/(.*)\.wav$/.exec(line)?.[1] ?? []);

test("the moderator's keys record, and every step is said in the room", async () => {
  const { client, moderator, commands } = await meeting();
  const steps = [
    ["5", "not_recording_to_start_press_start"],
    ["1", "recording_started"],
    ["1", "already_recording"],
    ["3", "already_recording"],
    ["2", "recording_paused"],
    ["5", "recording_paused_to_resume_press_resume"],
    ["3", "resuming_recording"],
    ["4", "recording_stopped"],
    ["4", "not_recording_to_start_press_start"],
  ] as const;
  const prompts: string[] = [];
  for (const [key, prompt] of steps) {
    prompts.push(prompt);
    await moderator.dtmf(key);
    await expect.poll(() => played(commands)).toEqual(prompts);
  }
  const recording = client.events.filter((event) => String(event).startsWith("rec"));
  expect(recording).toEqual(["recStart", "recPause", "recResume", "recStop"]);
});

test("start pressed twice in haste starts one recording", async () => {
  const { client, moderator, commands } = await meeting();
  await Promise.all([moderator.dtmf("1"), moderator.dtmf("1")]);
  await expect.poll(() => played(commands)).toContain("recording_started");
  await moderator.dtmf("6");
  await expect.poll(() => client.events).toContain("lock");
  expect(commands.filter((line) => line.includes("recording start"))).toHaveLength(1);
  expect(client.events.filter((event) => event === "recStart")).toHaveLength(1);
});

test("the moderator locks, unlocks and mutes all; a participant's keys reach only the participant", async () => {
  const { client, moderator, other, commands } = await meeting();
  for (const key of ["1", "6", "7", "*"]) await other.dtmf(key);
  await moderator.dtmf("6");
  await expect.poll(() => client.events).toContain("lock");
  await moderator.dtmf("7");
  await expect.poll(() => client.events).toContain("unlock");
  await moderator.dtmf("*");
  await expect.poll(() => client.events).toContain("muteAll");
  expect(commands.map((line) => line.replace(/^\S+ /, ""))).toEqual(["lock", "unlock", "mute all"]);
});
