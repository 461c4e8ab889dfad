import { type LiveCommands, registrationV2 } from "../../live-commands/index.js";
import type { LiveState } from "../../live-state/index.js";
import type { XmlState } from "../../xml-state/index.js";
import type { Handlers } from "./routes.js";

export interface LiveDependencies {
  readonly commands: LiveCommands;
  readonly liveState: () => LiveState;
  readonly xmlState: () => XmlState;
  /** Sounds that a conference can be played, by name. */
  readonly prompts: () => ReadonlyMap<string, string>;
}

/** Running conferences: watched, controlled, talked in. */
export function liveHandlers({
  commands,
  liveState,
  xmlState,
  prompts,
}: LiveDependencies): Handlers {
  return {
    "live.list": ({ account }) => ({ items: commands.list(account) }),
    "live.read": ({ account, params }) => commands.read(account, params.id),
    "live.command": async ({ account, params, body }) => {
      await commands.conference(account, params.id, body);
      return { done: true };
    },
    "live.memberCommand": async ({ account, params, body }) => {
      await commands.member(account, params.id, params.memberId, body);
      return { done: true };
    },
    "live.chat": ({ account, params }) => ({ items: [...commands.messages(account, params.id)] }),
    "live.say": ({ account, params, body }) => commands.say(account, params.id, body.text),
    "registrations.list": () => {
      const facts = { xmlState: xmlState() };
      const all = [...liveState().registrations.values()];
      return { items: all.map((each) => registrationV2(each, facts)) };
    },
    "prompts.list": () => ({ items: [...prompts().keys()].map((name) => ({ name })) }),
  };
}
