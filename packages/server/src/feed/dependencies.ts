import type { Account } from "../accounts/index.js";
import type { ContextTable } from "../config/index.js";
import type { ConferenceControl, LiveStateRoom } from "../live-state/index.js";
import type { User, XmlState } from "../xml-state/index.js";
import type { ClientLimits } from "./client.js";

/** What the feed needs of the other rooms. */
export interface FeedDependencies {
  readonly live: Pick<LiveStateRoom, "current" | "on" | "off">;
  readonly xmlState: {
    readonly current: XmlState;
    on(event: "changed", listener: (state: XmlState) => void): unknown;
    off(event: "changed", listener: (state: XmlState) => void): unknown;
  };
  readonly control: Pick<ConferenceControl, "exec" | "memberExec">;
  readonly contexts: ContextTable;
  readonly accounts: {
    login(name: string, password: string, address: string): Promise<Account<User> | undefined>;
  };
  readonly limits?: Partial<ClientLimits>;
  readonly logger?: FeedLogger;
}

export interface FeedLogger {
  warn(data: Record<string, unknown>, message: string): void;
  error(data: Record<string, unknown>, message: string): void;
}
