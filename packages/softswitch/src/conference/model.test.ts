import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ModelRoom, type ToldEvent } from "../../testing/model-room.js";
import { fileDue } from "./playing.js";
import { callersOf, countCallers } from "./rooms.js";

const actions = (events: readonly ToldEvent[]): string[] =>
  events.map(({ action }) => action).filter((action) => action !== "(presence)");
const ids = (room: ModelRoom): number[] => room.room.members.map(({ id }) => id);

describe("targets", () => {
  test("all visits everybody, newest first; non_moderator leaves moderators out", () => {
    const room = new ModelRoom();
    room.join("moderator");
    room.join();
    expect(room.command("mute all").reply).toBe("+OK mute 2\n+OK mute 1\n");
    expect(room.command("unmute non_moderator").reply).toBe(
      "+OK unmute 2\nSkipping moderator (member id 1).\n",
    );
  });

  test("last is the newest, a variable finds the first that has it, nobody else is found", () => {
    const room = new ModelRoom();
    room.join("", { colour: "red" });
    room.join();
    expect(room.command("mute last").reply).toBe("+OK mute 2\n");
    expect(room.command("mute uuid=uuid-1001").reply).toBe("+OK mute 1\n");
    expect(room.command("deaf colour=red").reply).toBe("+OK deaf 1\n");
    expect(room.command("deaf colour=blue").reply).toBe("-ERR Non-Existant member\n");
    expect(room.command("deaf 77").reply).toBe("-ERR Non-Existant ID 77\n");
  });

  test("without a target the usage comes, without -ERR", () => {
    const room = new ModelRoom();
    room.join();
    expect(room.command("kick").reply).toBe(
      "kick <[member_id|all|last|non_moderator]> [<optional sound file>]",
    );
    expect(room.command("record").reply).toBe("record <filename>");
    expect(room.command("pause_play 9").reply).toBe(
      "-ERR Member: 9 not found.\npause [<member_id>]",
    );
  });

  test("who is kicked does not exist any more for the next command", () => {
    const room = new ModelRoom();
    room.join();
    room.join();
    expect(room.command("kick 1").reply).toBe("+OK kicked 1\n");
    expect(room.effects).toContainEqual({ type: "leave", memberId: 1, reason: "kick" });
    expect(room.command("mute 1").reply).toBe("-ERR Non-Existant ID 1\n");
    expect(room.command("mute all").reply).toBe("+OK mute 2\n");
  });
});

describe("the floor", () => {
  test("the first to join gets it, and nobody takes it from one who speaks", () => {
    const room = new ModelRoom();
    const first = room.join();
    const [event] = room.observe();
    expect([event?.get("Old-ID"), event?.get("New-ID")]).toEqual(["none", "1"]);
    const second = room.join();
    room.speak(first, 5000);
    room.speak(second, 5000);
    expect(actions(room.observe())).toEqual(["start-talking", "start-talking"]);
    expect(room.room.floorHolder).toBe(first);
  });

  test("a speaker takes it from a silent holder", () => {
    const room = new ModelRoom();
    room.join();
    room.observe();
    const second = room.join();
    room.speak(second, 5000);
    expect(actions(room.observe())).toEqual(["floor-change", "start-talking"]);
    expect(room.room.floorHolder).toBe(second);
  });

  test("when its holder goes it falls to nobody before the leave, then to the newest, even a muted one", () => {
    const room = new ModelRoom();
    const first = room.join();
    room.join();
    const third = room.join("mute");
    while (room.room.floorHolder !== first)
      room.step((turn) => turn.update({ floorHolder: first }));
    const events = room.leave(first);
    expect(actions(events)).toEqual(["floor-change", "del-member"]);
    expect([events[0]?.get("Old-ID"), events[0]?.get("New-ID")]).toEqual(["none", "none"]);
    expect(events[0]?.get("Conference-Size")).toBe("3");
    expect(events.at(-1)?.get("Conference-Size")).toBe("2");
    const [next] = room.observe();
    expect([next?.action, next?.get("New-ID")]).toEqual(["floor-change", String(third)]);
  });

  test("the command gives it, takes it back, and refuses while another has it", () => {
    const room = new ModelRoom();
    room.join();
    room.join();
    expect(room.command("floor 2").reply).toBe("+OK floor 2\n");
    expect(room.command("floor 1").reply).toBe("-ERR floor is held by 2\n");
    const taken = room.command("floor 2");
    expect([taken.reply, taken.events[0]?.get("Old-ID")]).toEqual(["+OK floor none\n", "2"]);
  });
});

describe("talking", () => {
  test("a muted member with mute-detect is heard to talk, one without is not", () => {
    const room = new ModelRoom();
    const watched = room.join("mute-detect|mute");
    const muted = room.join("mute");
    room.observe();
    for (const id of [watched, muted]) room.speak(id, 5000);
    const events = room.observe();
    expect(events.map((event) => [event.action, event.get("Member-ID")])).toContainEqual([
      "mute-detect",
      String(watched),
    ]);
    expect(callersOf(room.room).map(({ talking }) => talking)).toEqual([false, true]);
  });

  test("muting forgets the talking without an event; silence ends it with one", () => {
    const room = new ModelRoom();
    const id = room.join();
    room.speak(id, 5000);
    room.observe();
    expect(actions(room.command(`mute ${id}`).events)).toEqual(["mute-member"]);
    room.command(`unmute ${id}`);
    expect(actions(room.observe())).toEqual(["start-talking"]);
    room.now += 1000;
    room.speak(id, 0);
    const [event] = room.observe();
    expect([event?.action, event?.get("talking-duration-ms")]).toEqual(["stop-talking", "1000"]);
  });

  test("events that the profile suppresses are not told, and happen all the same", () => {
    const room = new ModelRoom({ "suppress-events": "start-talking,mute-member,del-member" });
    const id = room.join();
    room.speak(id, 5000);
    expect(actions(room.observe())).toEqual(["floor-change"]);
    expect(callersOf(room.room)[0]?.talking).toBe(true);
    expect(actions(room.command("mute 1").events)).toEqual([]);
    expect(actions(room.leave(id))).toEqual(["floor-change"]);
  });

  test("on hold nobody is heard, and the list hides hear, speak and talking", () => {
    const room = new ModelRoom();
    const id = room.join();
    room.speak(id, 5000);
    room.observe();
    room.command("hold 1");
    expect(room.observe()).toEqual([]);
    expect(room.command("list").reply).toContain(";hold|floor;");
    room.command("unhold 1");
    expect(actions(room.observe())).toEqual(["start-talking"]);
  });
});

describe("coming and going", () => {
  test("the room ends with its last member, with an endconf member, and below two after mintwo", () => {
    const last = new ModelRoom();
    last.leave(last.join());
    expect(last.effects).toContainEqual({ type: "destroy" });
    const host = new ModelRoom();
    const boss = host.join("endconf");
    host.join();
    host.leave(boss);
    expect(host.effects).toContainEqual({ type: "destroy" });
    const pair = new ModelRoom();
    const one = pair.join("mintwo");
    pair.join();
    pair.leave(one);
    expect(pair.effects).toContainEqual({ type: "destroy" });
  });

  test("after the last mandatory member the room lasts for the grace time", () => {
    const room = new ModelRoom({ "endconf-grace-time": "5" });
    const must = room.join("mandatory_member_endconf");
    room.join();
    room.leave(must);
    room.observe();
    expect(room.effects).toEqual([]);
    room.now += 5000;
    room.observe();
    expect(room.effects).toContainEqual({ type: "destroy" });
  });

  test("ghosts are not counted but are there", () => {
    const room = new ModelRoom();
    room.join();
    room.join("ghost");
    expect(countCallers(room.room)).toBe(1);
    expect(room.command("count").reply).toBe("1");
    expect(room.command("get count_ghosts").reply).toBe("1");
    expect(room.command("list").reply).toContain("ghost");
  });

  test("a moderator ends the waiting for a moderator", () => {
    const room = new ModelRoom({ "conference-flags": "wait-mod" });
    room.join();
    expect(room.command("get wait_mod").reply).toBe("true");
    room.join("moderator");
    expect(room.command("get wait_mod").reply).toBe("");
  });
});

describe("settings", () => {
  test("set answers the old value, get the present one, misuse the usage", () => {
    const room = new ModelRoom();
    room.join();
    expect(room.command("set caller_id_name Front door").reply).toMatch(/^set </);
    expect(room.command("set caller_id_name 'Front door'").reply).toBe("conference");
    expect(room.command("get caller_id_name").reply).toBe("Front door");
    expect(room.command("get nothing").reply).toBe("get <parameter-name>");
  });

  test("a conference variable goes into every event, and goes away without a value", () => {
    const room = new ModelRoom();
    room.join();
    room.command("setvar colour blue");
    expect(room.command("lock").events.at(-1)?.get("colour")).toBe("blue");
    room.command("setvar colour");
    expect(room.command("unlock").events.at(-1)?.get("colour")).toBeUndefined();
  });

  test("pins are set, also for moderators, and deleted", () => {
    const room = new ModelRoom();
    expect(room.command("pin mod 99").reply).toBe(
      "+OK Moderator Pin for conference room set: 99\n",
    );
    expect(room.command("pin 1 2").reply).toBe("-ERR Invalid parameters:\npin <pin#>");
    room.command("pin 12");
    expect([room.room.pin, room.room.moderatorPin]).toEqual(["12", "99"]);
    room.command("nopin");
    expect(room.room.pin).toBeUndefined();
  });

  test("levels stay within their bounds", () => {
    const room = new ModelRoom();
    room.join();
    expect(room.command("volume_in 1 9").reply).toBe("+OK Volume IN 1 = 4\n");
    expect(room.command("volume_out 1 down").reply).toBe("+OK Volume OUT 1 = -1\n");
    room.command("energy 1 1700");
    expect(room.command("energy 1 up").reply).toBe("Energy 1 = 1800\n");
    expect(room.command("energy 1").events).toEqual([]);
  });
});

describe("files", () => {
  const sound = { samples: 16_000, rate: 16_000 };

  test("files queue; each ends when it has played, with the resolved name", () => {
    const room = new ModelRoom();
    room.join();
    room.files = { "/sounds/a.wav": sound, "/b.wav": sound };
    const first = room.command("play a.wav");
    expect([first.reply, first.events[0]?.get("File")]).toEqual([
      "+OK (play) Playing file a.wav\n",
      "a.wav",
    ]);
    expect(room.effects).toEqual([{ type: "schedule-file", fileId: 1, afterMs: 1000 }]);
    room.command("play /b.wav");
    expect(room.effects).toEqual([]);
    room.now += 1000;
    const { events } = room.step((turn) => fileDue(turn, 1));
    expect([events[0]?.action, events[0]?.get("File"), events[0]?.get("milliseconds")]).toEqual([
      "play-file-done",
      "/sounds/a.wav",
      "1000",
    ]);
    expect(room.effects).toEqual([{ type: "schedule-file", fileId: 2, afterMs: 1000 }]);
  });

  test("a paused file does not end; going on it plays what is left", () => {
    const room = new ModelRoom();
    room.join();
    room.files = { "/a.wav": sound };
    room.command("play /a.wav");
    room.now += 400;
    expect(room.command("pause_play").reply).toBe("+OK Pause\n");
    room.now += 5000;
    expect(room.step((turn) => fileDue(turn, 1)).events).toEqual([]);
    expect(room.command("play_status").reply).toBe("+OK 6400/16000 /a.wav\n");
    expect(room.command("file_seek +100").reply).toBe("+OK seek to position 8000\n");
    expect(room.command("pause_play").reply).toBe("+OK Resume\n");
    expect(room.effects).toEqual([{ type: "schedule-file", fileId: 1, afterMs: 500 }]);
  });

  test("with nothing playing there is nothing to say or to see", () => {
    const room = new ModelRoom();
    room.join();
    expect(room.command("play_status").reply).toBe("-ERR Nothing is playing\n");
    expect(room.command("pause_play").reply).toBe("");
    expect(room.command("stop").reply).toBe("+OK Stopped 0 files.\n");
    expect(room.command("stop last").reply).toBe("stop <[current|all|async|last]> [<member_id>]");
  });

  test("a file that is not there fails aloud, text fails in silence", () => {
    const room = new ModelRoom();
    room.join();
    const file = room.command("play nothing.wav");
    expect([file.reply, file.events[0]?.get("Error"), file.events[0]?.get("File")]).toEqual([
      "-ERR (play) File: nothing.wav not found.\n",
      "File could not be played",
      "/sounds/nothing.wav",
    ]);
    expect(room.command("play say:hello")).toEqual({
      reply: "-ERR (play) File: say:hello not found.\n",
      events: [],
    });
  });

  test("an async file replaces the one before it", () => {
    const room = new ModelRoom();
    room.join();
    room.files = { "/a.wav": sound, "/b.wav": sound };
    room.command("play /a.wav async");
    const { events } = room.command("play /b.wav async");
    expect(events.map((event) => [event.action, event.get("File"), event.get("Async")])).toEqual([
      ["play-file-done", "/a.wav", "true"],
      ["play-file", "/b.wav", "true"],
    ]);
  });
});

describe("relations", () => {
  test("are set per pair, listed, and go with the member", () => {
    const room = new ModelRoom();
    const one = room.join();
    const two = room.join();
    expect(room.command("relate").reply).toBe("+OK No relationships\n");
    expect(room.command("relate 1 2").reply).toMatch(/^relate </);
    expect(room.command(`relate ${one},${two} ${two} nospeak`).reply).toBe(
      "+OK 1->2 nospeak set\n+OK 2->2 nospeak set\n",
    );
    expect(room.command("relate 1").reply).toBe("1 -> 2 NOSPEAK HEAR NOSENDVIDEO \n");
    room.leave(two);
    expect(room.command("relate 1").reply).toBe("+OK No relationships\n");
  });
});

test("any sequence of commands leaves a room that agrees with itself", () => {
  const command = fc.constantFrom(
    ...["mute all", "unmute last", "kick 1", "floor 2", "floor last", "hold 2", "deaf all"],
    ...["lock", "pin 1", "energy last up", "relate 1 2 nohear", "hup last", "tmute non_moderator"],
  );
  const step = fc.oneof(
    command.map((line) => (room: ModelRoom) => void room.command(line)),
    fc
      .constantFrom("", "moderator", "mute|mute-detect", "ghost")
      .map((flags) => (room: ModelRoom) => {
        room.join(flags);
      }),
    fc.nat(5).map((at) => (room: ModelRoom) => void room.leave(ids(room)[at] ?? 0)),
    fc.nat(5).map((at) => (room: ModelRoom) => room.speak(ids(room)[at] ?? 0, 5000)),
    fc.constant((room: ModelRoom) => void room.observe()),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const room = new ModelRoom();
      for (const take of steps) {
        take(room);
        const { floorHolder } = room.room;
        const known = ids(room);
        expect(new Set(known).size).toBe(known.length);
        expect(floorHolder === 0 || known.includes(floorHolder)).toBe(true);
        const listed = JSON.parse(room.command("json_list compact").reply);
        expect(listed[0].member_count).toBe(countCallers(room.room));
        expect(listed[0].members.map(({ id }: { id: number }) => id)).toEqual(known);
      }
    }),
  );
});
