import type { EslEvent } from "@parley/esl";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CONFERENCE } from "./expectations/conference.js";
import type { RawSession } from "./raw-session.js";
import { TARGETS, type Target } from "./targets.js";

/** The first conference of `freeswitch/conf` that everybody may join. */
const ROOM = { number: "32000", name: "public", profile: "16kHz-novideo" };
const MODERATOR = "moderator|mute-detect";

const actionOf = (event: EslEvent) => event.get("Action");

describe.each(TARGETS)("$name", ({ open }) => {
  let target: Target;
  let session: RawSession;
  const values: Record<string, string> = { room: ROOM.name };
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? key);

  beforeAll(async () => {
    target = await open();
    session = await target.session();
    values["file"] = target.recording;
    await session.command("event plain CUSTOM conference::maintenance");
    for (const [key, flags] of [
      ["a", MODERATOR],
      ["b", MODERATOR],
      ["c", "mute-detect"],
    ] as const) {
      const from = session.events.length;
      await target.join({ ...ROOM, flags, user: "20000" });
      const joined = await session.event((event) => actionOf(event) === "add-member", from);
      values[key] = joined.get("Member-ID")!;
    }
  });
  afterAll(async () => {
    session?.close();
    await target?.close();
  });

  test("the first to join creates the conference, gets the floor, and every event names the room", async () => {
    const events = session.events;
    expect(actionOf(events[0]!)).toBe("conference-create");
    const floor = await session.event((event) => actionOf(event) === "floor-change");
    expect([floor.get("Old-ID"), floor.get("New-ID")]).toEqual(["none", values["a"]]);
    for (const event of events) {
      expect(event.get("Conference-Name")).toBe(ROOM.name);
      expect(event.get("Conference-Unique-ID")).toMatch(/^[0-9a-f-]{36}$/);
      expect(event.get("Conference-Profile-Name")).toBe(ROOM.profile);
    }
  });

  test("json_list tells what the events told", async () => {
    const [room] = JSON.parse(await session.command("api conference json_list"));
    expect(room).toMatchObject({ conference_name: ROOM.name, member_count: 3, locked: false });
    const ids = room.members.map(({ id }: { id: number }) => String(id));
    expect(ids).toEqual([values["c"], values["b"], values["a"]]);
    const flags = room.members.map(
      ({ flags: each }: { flags: { is_moderator: boolean } }) => each.is_moderator,
    );
    expect(flags).toEqual([false, true, true]);
  });

  test.each(CONFERENCE.map((expectation, index) => ({ index, ...expectation })))(
    "$index: $send",
    async ({ send, reply, actions = [] }) => {
      let from = session.events.length;
      const answer = await session.command(`api ${fill(send)}`);
      if (typeof reply === "string") expect(answer).toBe(fill(reply));
      else expect(answer.replaceAll(values["file"]!, "{file}")).toMatch(reply);
      for (const action of actions) {
        const event = await session.event((each) => actionOf(each) === action, from);
        from = session.events.indexOf(event) + 1;
      }
    },
  );

  test("the last one's leaving gives the floor back and ends the conference", async () => {
    const from = session.events.length;
    await session.command(`api conference ${ROOM.name} kick all`);
    await session.event((event) => actionOf(event) === "conference-destroy", from);
    const actions = session.events.slice(from).map(actionOf);
    expect(actions.indexOf("floor-change")).toBeLessThan(actions.lastIndexOf("del-member"));
    expect(actions.at(-1)).toBe("conference-destroy");
    expect(await session.command(`api conference ${ROOM.name} lock`)).toBe(
      `-ERR Conference ${ROOM.name} not found\n`,
    );
  });
});
