import type { SwitchCore } from "../core/index.js";
import type { Registrations } from "../registrations/index.js";
import type { SipAddresses, SipStack } from "../sip/index.js";

/** Ports and addresses that differ from the tree's; the tree's where absent. Port 0 takes a free one. */
export interface SofiaOptions {
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly wsPort?: number | undefined;
}

/** The SIP profile of the switch: a stack with a registrar. Calls are attached by `stack.onInvite`. */
export interface Sofia {
  /** Name of the profile in sofia.conf, `internal` as a rule. */
  readonly name: string;
  /** Its parameters as the tree says. */
  readonly params: Readonly<Record<string, string>>;
  readonly stack: SipStack;
  start(): Promise<SipAddresses>;
  stop(): Promise<void>;
}

export function createSofia(
  _core: SwitchCore,
  _registrations: Registrations,
  _options: SofiaOptions = {},
): Sofia {
  throw new Error("Not built yet");
}
