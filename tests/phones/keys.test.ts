import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { LiveClient } from "../_util/live-client.js";
import { type Person, Site } from "../browser/harness/site.js";
import { BARESIP_MISSING, Baresip } from "./harness/baresip.js";
import { phoneTest } from "./harness/not-yet.js";
import { until } from "./harness/processes.js";

const ADA = "20501";
const baresip = { missing: BARESIP_MISSING };

let site: Site;
const phones: Baresip[] = [];

beforeAll(async () => {
  site = await Site.start();
}, 60_000);

afterEach(async () => {
  await Promise.all(phones.splice(0).map((phone) => phone.close()));
  await site.rooms.empty();
});

afterAll(() => site?.stop());

/** A real phone of somebody in a conference with one more participant. */
async function inConference(who: Person, room: string, number: string): Promise<Baresip> {
  const context = who.context as "team" | "friends" | "public";
  const phone = await Baresip.register(site.at.sip, { ...who, context });
  phones.push(phone);
  const from = site.control.now;
  phone.call(number);
  await site.control.action("add-member", who.id, from);
  await site.rooms.enter(number, ADA, "Ada Lovelace");
  await site.rooms.until("two", room, ({ members }) => members.length === 2);
  return phone;
}

/** Presses a key; resolves when the switch has begun to play a prompt, the server's answer to it. */
async function heard(phone: Baresip, key: string, prompt: string): Promise<void> {
  const from = site.control.now;
  phone.key(key);
  await site.control.event(
    `${prompt} after ${key}`,
    (event) =>
      event.get("Action") === "play-file" &&
      (event.get("File") ?? "").endsWith(`conference/${prompt}.wav`),
    from,
  );
}

phoneTest(
  "a moderator's keys record, lock and mute a conference, and each says in the room what became of it",
  async () => {
    const phone = await inConference(site.people.toni, "team", "30000");
    const ada = (what: string, speaks: boolean) =>
      site.rooms.untilMember(what, ["team", ADA], ({ flags }) => flags.can_speak === speaks);
    await heard(phone, "5", "not_recording_to_start_press_start");
    await heard(phone, "1", "recording_started");
    await heard(phone, "1", "already_recording");
    await heard(phone, "2", "recording_paused");
    await heard(phone, "5", "recording_paused_to_resume_press_resume");
    await heard(phone, "3", "resuming_recording");
    await heard(phone, "4", "recording_stopped");
    await heard(phone, "4", "not_recording_to_start_press_start");
    await ada("speaks", true);
    phone.key("*");
    await ada("muted by another's key", false);
    phone.key("6");
    await site.rooms.until("locked", "team", ({ locked }) => locked);
    phone.key("7");
    await site.rooms.until("unlocked", "team", ({ locked }) => !locked);
    phone.key("#");
    await phone.told("CALL_CLOSED");
  },
  baresip,
);

phoneTest(
  "a participant's keys change its own sound and nobody else's",
  async () => {
    const { paul } = site.people;
    const phone = await inConference(paul, "public", "32000");
    const live = await LiveClient.open(site.url, paul);
    const me = ["public", paul.id] as const;
    phone.key("0");
    await site.rooms.untilMember("unmuted", me, ({ flags }) => flags.can_speak);
    // mod_conference names its keys from the room's side: "talk" is what the room says to the member.
    phone.key("3");
    await site.rooms.untilMember("hears more", me, (member) => member.volume_out === 1);
    phone.key("4");
    await site.rooms.untilMember("is heard less", me, (member) => member.volume_in === -1);
    phone.key("9");
    await site.rooms.untilMember("needs more", me, ({ energy }) => energy > 100);
    phone.key("*");
    await site.rooms.untilMember("deaf", me, ({ flags }) => !flags.can_hear && !flags.can_speak);
    const room = await site.rooms.find("public");
    const other = room?.members.find((each) => each.caller_id_number === ADA);
    expect(other?.flags).toMatchObject({ can_hear: true, can_speak: true });
    expect(room).toMatchObject({ locked: false, recording: false });
    await until("v1 to know", () => {
      const members = [...(live.conferences.get("public")?.values() ?? [])];
      return members.find(({ id }) => id === paul.id)?.mute === true;
    });
    live.close();
  },
  baresip,
);

phoneTest(
  "v1's calls reach the switch, and their effect every client",
  async () => {
    const live = await LiveClient.open(site.url, site.people.tess);
    await inConference(site.people.toni, "team", "30000");
    await until("two in the picture", () => live.conferences.get("team")?.size === 2);
    const members = () => [...(live.conferences.get("team")?.values() ?? [])];
    const confid = members().find(({ id }) => id === ADA)?.confid ?? "";
    const ask = (request: object) => live.socket.send(JSON.stringify(request));
    const told = (event: string) =>
      until(event, () => live.messages.some((message) => message.event === event));
    for (const [call, event] of [
      ...([
        ["lock", "lock"],
        ["unlock", "unlock"],
        ["muteall", "muteAll"],
      ] as const),
      ...([
        ["startrec", "recStart"],
        ["pauserec", "recPause"],
      ] as const),
      ...([
        ["resumerec", "recResume"],
        ["stoprec", "recStop"],
      ] as const),
    ]) {
      ask({ req: "exec", conference: "team", call });
      await told(event);
    }
    for (const call of ["unmute", "mute"]) {
      ask({ req: "memexec", conference: "team", call, member: confid });
      await told(call);
    }
    ask({ req: "memexec", conference: "team", call: "kick", member: confid });
    await told("delMember");
    ask({ req: "exec", conference: "team", call: "kickall" });
    await told("delConference");
    expect(live.oddities).toEqual([]);
    live.close();
  },
  baresip,
);
