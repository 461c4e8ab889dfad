import { expect, test } from "vitest";
import { complete, parseApiCommands } from "./completion.js";

const commands = parseApiCommands(
  JSON.stringify({
    row_count: 4,
    rows: [
      { name: "show", syntax: "codec|channels [count|like <match string>]|calls|<other>|calls" },
      { name: "shutdown", syntax: "" },
      { name: "acl", syntax: "<ip> <list_name>" },
      { name: "reload", syntax: "[-f] <mod_name>" },
    ],
  }),
);
const words = (line: string) => complete(line, commands)[0].map((word) => word.trim());

test("the first word is completed from the switch's commands, whatever the case", () => {
  expect(words("sh")).toEqual(["show", "shutdown"]);
  expect(words("SH")).toEqual(["show", "shutdown"]);
  expect(words("x")).toEqual([]);
  expect(words("")).toHaveLength(4);
});

test("the second word is completed from the alternatives of the command's syntax, and only from words", () => {
  expect(words("show c")).toEqual(["calls", "channels", "codec"]);
  expect(words("acl ")).toEqual([]);
  expect(words("reload ")).toEqual([]);
  expect(words("show calls ")).toEqual([]);
});

test("the console's own commands complete events, formats, levels and commands", () => {
  expect(words("/ev")).toEqual(["/event"]);
  expect(words("/event CHANNEL_ANS")).toEqual(["CHANNEL_ANSWER"]);
  expect(words("/event plain HEARTB")).toEqual(["HEARTBEAT"]);
  expect(words("/log w")).toEqual(["warning"]);
  expect(words("/bgapi show co")).toEqual(["codec"]);
});

test("only the word at the end of the line is replaced", () => {
  expect(complete("show co", commands)).toEqual([["codec "], "co"]);
});
