import { expect, test } from "vitest";
import { answerTo, classicPair } from "../../test/classic.js";

test.each([
  [[{ profile: "p", gateway: "g", number: "12" }], "bgapi originate sofia/p/12@g &park"],
  [
    [{ profile: "p", gateway: "g", number: "12", app: "echo", sync: true }],
    "api originate sofia/p/12@g &echo",
  ],
  [["p", "g", "12"], "bgapi originate sofia/p/12@g &park"],
  [["p", "g", "12", "&bridge(user/1)"], "bgapi originate sofia/p/12@g &bridge(user/1)"],
  [["p", "g", "12", "30000", true], "api originate sofia/p/12@g 30000"],
] as const)("originate%j writes: %s", async (args, line) => {
  const { conn, sw } = await classicPair();
  const answer = await answerTo((callback) => conn.originate(...args, callback));
  expect(answer.getBody()).toBe("+OK\n");
  expect(sw.lines.at(-1)).toBe(line);
});

test("message sends what mod_sms delivers", async () => {
  const { conn, sw } = await classicPair();
  const options = { to: "a@x", from: "b@x", profile: "internal", body: "Grüße" };
  await answerTo((callback) => conn.message({ ...options, subject: "s" }, callback));
  await answerTo((callback) => conn.message("a@x", "b@x", "internal", "Grüße", "s", callback));
  const [byObject, byPosition] = sw.commands.slice(-2);
  expect(byObject?.line).toBe("sendevent CUSTOM");
  expect(Object.fromEntries(byObject?.headers ?? [])).toMatchObject({
    "Event-Subclass": "SMS::SEND_MESSAGE",
    from: "sip:b@x",
    to: "a@x",
    sip_profile: "internal",
    subject: "s",
    type: "text/plain",
  });
  expect(byObject?.body?.toString()).toBe("Grüße");
  expect(byPosition?.headers.entries()).toEqual(byObject?.headers.entries());
  await answerTo((callback) => conn.message({ ...options, deliveryConfirmation: true }, callback));
  expect(sw.commands.at(-1)?.headers.get("blocking")).toBe("true");
});

test.each([
  "1,user/2",
  "1|user/2",
  "{a=b}1",
  "[a=b]1",
  "<a=b>1",
  "1'",
  "1\\",
  "1 2",
  "",
  ["1", "2"],
])("originate refuses %j in each part of the target", async (evil) => {
  const { conn, sw } = await classicPair();
  const target = { profile: "p", gateway: "g", number: "1" };
  for (const field of Object.keys(target)) {
    const options = { ...target, [field]: evil };
    const answer = await answerTo((callback) => conn.originate(options, callback));
    expect(answer).toMatchObject({ cause: { name: "InvalidArgumentError", field } });
  }
  expect(sw.lines.filter((line) => line.includes("originate"))).toEqual([]);
});
