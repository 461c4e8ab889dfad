import type { SwitchCore } from "../core/index.js";
import { type RegisterOptions, TRANSPORTS } from "./registration.js";
import type { Registrations } from "./registrations.js";

const failure = (error: unknown): string =>
  `-ERR ${error instanceof Error ? error.message : String(error)}\n`;

/** `transport=wss expires=60 …` as options; unknown words are ignored. */
function parseOptions(words: readonly string[]): RegisterOptions {
  const given = new Map(words.map((word) => word.split("=", 2) as [string, string]));
  const transport = TRANSPORTS.find((each) => each === given.get("transport"));
  const number = (name: string): number | undefined =>
    given.has(name) ? Number(given.get(name)) : undefined;
  const [expires, port] = [number("expires"), number("port")];
  const [agent, callId, password] = [
    given.get("agent"),
    given.get("call-id"),
    given.get("password"),
  ];
  return {
    ...(transport && { transport }),
    ...(expires && { expires }),
    ...(port && { port }),
    ...(agent && { agent }),
    ...(callId && { callId }),
    ...(password !== undefined && { password }),
  };
}

/** `softswitch register <user>[@<domain>] [name=value …]`, `unregister`, `expire` and `disconnect <user|call-id>`. */
export function registerRegistrationCommands(core: SwitchCore, registrations: Registrations): void {
  core.own.register("register", (args) => {
    const [user = "", ...words] = args.split(/ +/);
    const [id = "", domain] = user.split("@");
    if (id === "") return "-ERR user missing\n";
    try {
      const options = { ...parseOptions(words), ...(domain && { domain }) };
      return `+OK ${registrations.register(id, options).callId}\n`;
    } catch (error) {
      return failure(error);
    }
  });
  const byKey = (name: "unregister" | "expire" | "disconnect"): void =>
    core.own.register(name, (args) => {
      const registration = registrations[name](args);
      return registration ? `+OK ${registration.callId}\n` : "-ERR not registered\n";
    });
  byKey("unregister");
  byKey("expire");
  byKey("disconnect");
}
