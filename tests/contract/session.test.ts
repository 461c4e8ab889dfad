import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SESSION } from "./expectations/session.js";
import type { RawSession } from "./raw-session.js";
import { TARGETS, type Target } from "./targets.js";

describe.each(TARGETS)("$name", ({ open }) => {
  let target: Target;
  let session: RawSession;
  beforeAll(async () => {
    target = await open();
    session = await target.session();
  });
  afterAll(async () => {
    session?.close();
    await target?.close();
  });

  test.each(SESSION.map((expectation, index) => ({ index, ...expectation })))(
    "$index: $send",
    async ({ send, reply }) => {
      const answer = await session.command(send);
      if (typeof reply === "string") expect(answer).toBe(reply);
      else expect(answer).toMatch(reply);
    },
  );

  test("a wrong password is refused, and the connection closed with a notice", async () => {
    const other = await target.session();
    const reply = await other.command("exit");
    expect(reply).toBe("+OK bye");
    const notice = await other.next();
    expect(notice.contentType).toBe("text/disconnect-notice");
    expect(notice.body.toString()).toBe(
      "Disconnected, goodbye.\nSee you at ClueCon! http://www.cluecon.com/\n",
    );
  });

  test("a background job's result carries the id it was given, after the reply", async () => {
    const own = await target.session();
    await own.command("event plain BACKGROUND_JOB");
    const id = "11111111-2222-3333-4444-666666666666";
    expect(await own.command(`bgapi echo a b c\nJob-UUID: ${id}`)).toBe(`+OK Job-UUID: ${id}`);
    const job = await own.event((event) => event.get("Job-UUID") === id);
    expect([job.body, job.get("Job-Command"), job.get("Job-Command-Arg")]).toEqual([
      "a b c",
      "echo",
      "a b c",
    ]);
    own.close();
  });

  test.each(["plain", "json", "xml"])(
    "an event sent with a body and odd characters arrives whole as %s",
    async (format) => {
      const own = await target.session();
      await own.command(`event ${format} CUSTOM parley::contract`);
      const body = "Grüße — 漢字 🐧";
      const length = Buffer.byteLength(body);
      own.socket.write(
        `sendevent CUSTOM\nEvent-Subclass: parley::contract\nX-Name: Zoë: 50% + <&>\ncontent-length: ${length}\n\n${body}`,
      );
      await own.next();
      const event = await own.event(({ subclass }) => subclass === "parley::contract");
      expect([event.get("X-Name"), event.body]).toEqual(["Zoë: 50% + <&>", body]);
      own.close();
    },
  );
});
