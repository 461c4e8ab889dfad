import { afterEach, expect, expectTypeOf, test } from "vitest";
import esl, * as named from "./index.js";

afterEach(() => {
  esl._logger = () => {};
  esl.setLogLevel(0);
});

test("has the classic names, as a default and one by one", () => {
  for (const name of [
    "Connection",
    "Event",
    "Server",
    "Parser",
    "setLogLevel",
    "eslSetLogLevel",
  ] as const) {
    expect(esl[name]).toBeTypeOf("function");
    expect(named[name]).toBe(esl[name]);
  }
  expect(esl.eslSetLogLevel).toBe(esl.setLogLevel);
  // What `require` answers.
  expect(named["module.exports"]).toBe(esl);
});

test("log lines up to the level go to the logger, at debug with their headers", () => {
  const lines: string[] = [];
  esl._logger = (text) => lines.push(text);
  esl.setLogLevel(4);
  expect([esl._log, esl._level]).toEqual([true, 4]);
  esl._doLog(new esl.Event({ "Log-Level": "4", _body: "a warning" }));
  esl._doLog(new esl.Event({ "Log-Level": "7", _body: "a detail" }));
  esl.setLogLevel(7);
  const event = new esl.Event({ "Log-Level": "7", _body: "a detail" });
  esl._doLog(event);
  expect(lines).toEqual(["a warning", `${event.serialize()}\n\na detail`]);
});

test("the names of the module are types too", () => {
  expectTypeOf<esl.Connection>().toEqualTypeOf<named.Connection>();
  expectTypeOf<esl.Event>().toEqualTypeOf<named.Event>();
  expectTypeOf<esl.Header>().toEqualTypeOf<named.Header>();
  expectTypeOf<esl.Server>().toEqualTypeOf<named.Server>();
  expectTypeOf<esl.Parser>().toEqualTypeOf<named.Parser>();
  expectTypeOf<InstanceType<typeof esl.Connection>>().toEqualTypeOf<named.Connection>();
});

test("listeners have the types of what they are given", () => {
  const check = (conn: named.Connection) => {
    conn.on("error", (error) => expectTypeOf(error).toEqualTypeOf<Error>());
    conn.on("esl::end", (...args) => expectTypeOf(args.length).toEqualTypeOf<0>());
    conn.on("esl::event::CUSTOM::*", (event, headers, body) => {
      expectTypeOf(event).toEqualTypeOf<named.Event>();
      expectTypeOf(headers).toEqualTypeOf<named.HeaderMap>();
      expectTypeOf(body).toEqualTypeOf<string>();
    });
    conn.api("status", (answer) => expectTypeOf(answer).toEqualTypeOf<named.Answer>());
    expectTypeOf(conn.bgapi("status")).toEqualTypeOf<string>();
  };
  expect(check).toBeTypeOf("function");
});
