import { expect, test } from "vitest";
import { parseArguments, UsageError } from "./index.js";

test("the command line goes before the environment, and numbers are checked", () => {
  const given = parseArguments(["--conf", "a", "--esl-port", "0", "--heartbeat", "1.5", "--demo"], {
    PARLEY_CONF_DIR: "b",
    PARLEY_ESL_PASSWORD: "secret",
  });
  expect(given).toMatchObject({
    confDir: "a",
    eslPort: 0,
    eslPassword: "secret",
    heartbeatMs: 1500,
    demo: true,
    rehearsal: true,
  });
  expect(parseArguments([], { PARLEY_CONF_DIR: "b" })).toMatchObject({ confDir: "b", demo: false });
  expect(parseArguments(["--conf", "a", "--no-rehearsal"], {})).toMatchObject({ rehearsal: false });
  expect(parseArguments(["--help"], {})).toBe("help");
});

test("what cannot be understood is said with its name", () => {
  expect(() => parseArguments([], {})).toThrow(UsageError);
  expect(() => parseArguments(["--conf", "a", "--esl-port", "70000"], {})).toThrow(/--esl-port/);
  expect(() => parseArguments(["--conf", "a", "--esl-port", ""], {})).toThrow(/--esl-port/);
  expect(() => parseArguments(["--conf", "a", "--nosuch"], {})).toThrow(/--nosuch/);
});

test("real phones are as the tree says, with ports of one's own, or not at all", () => {
  const sip = (...argv: string[]) => {
    const given = parseArguments(["--conf", "a", ...argv], {});
    return given === "help" ? given : given.sip;
  };
  expect(sip()).toBe("tree");
  expect(sip("--sip-port", "0")).toEqual({ port: 0 });
  expect(sip("--sip-port", "5080", "--ws-port", "0")).toEqual({ port: 5080, wsPort: 0 });
  expect(sip("--no-sip")).toBeUndefined();
  expect(() => sip("--ws-port", "x")).toThrow(/--ws-port/);
});
