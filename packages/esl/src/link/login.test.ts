import { expect, test } from "vitest";
import { ready } from "../../test/ready.js";

test("row 28: userauth names the user first, and a reply cut at its 512 bytes is still a reply", async () => {
  const start =
    "Content-Type: command/reply\nReply-Text: +OK accepted\nAllowed-Events: all\nAllowed-API: ";
  await using t = await ready(
    {
      script: ({ line }, peer) => {
        if (!line.startsWith("userauth")) return false;
        peer.write(start + "show,".repeat(200).slice(0, 511));
        return true;
      },
    },
    { user: "parley@pbx.example", password: "p@ss:word" },
  );
  expect(t.scripted.lines[0]).toBe("userauth parley@pbx.example:p@ss:word");
  expect(await t.client.api("status")).toBe("+OK\n");
});
