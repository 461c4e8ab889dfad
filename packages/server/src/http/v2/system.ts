import type { System } from "../../system/index.js";
import { ProblemError } from "./problem.js";
import type { Handlers } from "./routes.js";

export interface SystemDependencies {
  readonly system: System;
  readonly consoleAllowed: boolean;
}

/** How server and switch are. */
export function systemHandlers({ system, consoleAllowed }: SystemDependencies): Handlers {
  return {
    "system.read": () => system.read(),
    "system.events": ({ query }) => ({
      items: system.events(query.after, query.limit),
      since: system.since,
    }),
    "system.reload": async () => {
      await system.reload();
      return { reply: "+OK [Success]" };
    },
    "system.console": async ({ body, account, request }) => {
      if (!consoleAllowed)
        throw new ProblemError("off", "the console is switched off (PARLEY_CONSOLE)");
      request.log.warn({ user: account.user.id, command: body.command }, "console command");
      return { reply: await system.command(body.command) };
    },
  };
}
