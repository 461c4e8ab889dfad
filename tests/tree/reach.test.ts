import { expect, test } from "vitest";
import { loadTree, section } from "./load-tree.js";
import { type Outcome, routeCall } from "./route-call.js";

const { root, result } = loadTree();
const dialplan = section(root, "dialplan");
const domain = result.variables.get("domain");

const USERS = ["20001", "21000", "22999"];
const ROOMS = { "30000": "team", "30001": "video", "31000": "friends", "32000": "public" };
const REACH: Record<string, readonly string[]> = {
  team: ["30000", "30001", "31000", "32000"],
  friends: ["31000", "32000"],
  public: ["32000"],
};
const NOBODY = [
  "",
  "0",
  "2000",
  "23000",
  "29999",
  "30002",
  "39999",
  "300000",
  "a30000",
  "30000;x",
  "30000@x",
  "echo",
];

function dial(context: string, destination: string, user_context = context): Outcome {
  const variables = { user_context, conf_flags: "mute-detect|mute" };
  return routeCall(dialplan, { context, destination, variables });
}

const unknown: Outcome = { kind: "refused", cause: "UNALLOCATED_NUMBER" };

for (const [context, reachable] of Object.entries(REACH)) {
  for (const user of USERS)
    test(`${context} reaches user ${user}`, () => {
      expect(dial(context, user)).toEqual({ kind: "user", address: `user/${user}@${domain}` });
    });

  for (const [number, name] of Object.entries(ROOMS)) {
    const type = name === "video" ? "48kHz-video" : "16kHz-novideo";
    if (reachable.includes(number))
      test(`${context} reaches conference ${number} with the caller's own flags`, () => {
        expect(dial(context, number)).toMatchObject({
          kind: "conference",
          data: `${name}@${type}++flags{mute-detect|mute}`,
          set: { codec_string: result.variables.get(`type_${type}_codecs`) },
        });
      });
    else
      test(`${context} learns nothing of conference ${number}`, () => {
        expect(dial(context, number)).toEqual(unknown);
      });

    test(`a user of ${context} who got into context team still has the same reach: ${number}`, () => {
      expect(dial("team", number, context).kind).toBe(
        reachable.includes(number) ? "conference" : "refused",
      );
    });
  }

  test(`${context} gets the same answer for every number that is nobody's`, () => {
    for (const number of NOBODY) expect(dial(context, number), number).toEqual(unknown);
  });
}

test("a call without a user's context is rejected whatever it dials", () => {
  for (const number of [...USERS, ...Object.keys(ROOMS), ...NOBODY])
    expect(dial("refused", number, "")).toEqual({ kind: "refused", cause: "CALL_REJECTED" });
});

test("only conferences with video offer a video codec", () => {
  const codecs = (number: string) => {
    const outcome = dial("team", number);
    return outcome.kind === "conference" ? outcome.set["codec_string"]?.split(",") : undefined;
  };
  expect(codecs("30001")).toContain("VP8");
  expect(codecs("30000")).not.toContain("VP8");
});
