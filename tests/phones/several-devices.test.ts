import { describe, expect } from "vitest";
import { useBench } from "./harness/bench.js";
import { deskPhone } from "./harness/desk-phone.js";
import { phoneTest } from "./harness/not-yet.js";

const bench = useBench();

describe("a user with several devices", () => {
  phoneTest("is called at the one that signed in second, and at no other", async () => {
    const first = await deskPhone(bench, "20003", "one");
    const second = await deskPhone(bench, "20003", "two");
    const third = await deskPhone(bench, "20003", "three");
    await bench.at.control.api("bgapi originate user/20003@127.0.0.1 &park()");
    expect(await second.take()).toMatch(
      new RegExp(`^INVITE sip:20003@127\\.0\\.0\\.1:${second.port} `),
    );
    await bench.at.control.api("sofia profile internal check_sync 20003@127.0.0.1");
    for (const silent of [first, third]) expect(await silent.take()).toMatch(/^NOTIFY /);
  });

  phoneTest("cannot have its calls placed elsewhere by what a device calls itself", async () => {
    const contact = "x,loopback/30000/team";
    const sly = await deskPhone(bench, "20004", "sly", { contact });
    await bench.at.control.api("bgapi originate user/20004@127.0.0.1 &park()");
    const invite = await sly.take();
    expect(invite).toContain(`INVITE sip:${contact}@127.0.0.1:${sly.port} `);
    expect(await bench.at.control.api("show channels")).not.toContain("loopback");
    expect(await bench.at.control.members("team")).toEqual([]);
  });
});
