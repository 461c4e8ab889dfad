import { onTestFinished } from "vitest";
import { type Answer, Connection } from "../src/modesl/index.js";
import type { WildcardEmitter } from "../src/modesl/wildcard-emitter.js";
import { ScriptedSwitch, type ScriptOptions } from "./scripted-switch.js";

/** A switch and a classic connection that is ready; both end with the test. */
export async function classicPair(
  options: ScriptOptions = {},
): Promise<{ conn: Connection; sw: ScriptedSwitch }> {
  const sw = await ScriptedSwitch.start(options);
  const conn = new Connection("127.0.0.1", sw.port, "ClueCon");
  onTestFinished(() => conn.disconnect());
  onTestFinished(() => sw.stop());
  // The reply to the login, then the one to the subscription.
  await heard(conn, "esl::event::command::reply");
  await heard(conn, "esl::event::command::reply");
  return { conn, sw };
}

/** The answer given to the callback that `call` is handed. */
export function answerTo(call: (callback: (answer: Answer) => void) => void): Promise<Answer> {
  return new Promise((resolve) => call(resolve));
}

/** The arguments of the next emission of that name. */
export function heard<T>(emitter: WildcardEmitter<T>, name: string): Promise<readonly unknown[]> {
  return new Promise((resolve) => {
    const listener = (...args: never[]) => resolve(args);
    emitter.once(name, listener as never);
  });
}
