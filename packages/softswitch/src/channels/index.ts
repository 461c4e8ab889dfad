import type { AudioClock } from "../audio/index.js";
import type { Conferences } from "../conference/index.js";
import type { SwitchCore } from "../core/index.js";
import type { Registrations } from "../registrations/index.js";
import type { Pairs, SofiaDialer } from "./bridging/endpoints.js";
import type { CallerProfile } from "./caller-profile.js";
import { Calls } from "./calls.js";
import { Channel } from "./channel.js";
import { registerCallCommands } from "./commands/call-commands.js";
import { registerMediaCommands } from "./commands/media-commands.js";
import { dialForConference, registerOriginate } from "./commands/originate-command.js";
import { registerScriptedCommands, scriptedCall } from "./commands/scripted.js";
import { registerTables } from "./commands/tables.js";
import { registerUuidCommands } from "./commands/uuid-commands.js";
import type { Leg } from "./legs/leg.js";
import type { Placing } from "./types.js";

export type { SofiaDestination, SofiaDialer } from "./bridging/endpoints.js";
export { mediaRecord } from "./call-record.js";
export { firstProfile, variablesOf } from "./calls.js";
export { causeNumber, causeOfStatus, findCause, q850, statusOfCause } from "./causes.js";
export { type Demo, type DemoOptions, startDemo } from "./demo.js";
export type { DialplanAction } from "./dialplan/dialplan.js";
export type {
  Agreement,
  CallFacts,
  Leg,
  LegListener,
  OutgoingLeg,
  OutgoingListener,
  Values,
} from "./legs/leg.js";
export { type Load, type LoadOptions, startLoad } from "./load.js";
export {
  type CallerIdentity,
  type CallOptions,
  type Placing,
  type ScriptedCall,
  UnknownCallerError,
} from "./types.js";

export interface ChannelsInput {
  /** The switch's ticker. */
  readonly clock: AudioClock;
  readonly conferences: Conferences;
  readonly registrations: Registrations;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** A phone's call on its way in. */
export interface IncomingCall {
  readonly leg: Leg;
  /** `Channel-Name`. */
  readonly name: string;
  readonly profile: CallerProfile;
  readonly userVariables: Pairs;
}

/** The calls of the switch: scripts place them, phones make and take them. */
export interface Channels extends Placing {
  /** Takes a phone's call in; it walks the dialplan from here. */
  receive(call: IncomingCall): void;
  /** From now on phones can be called. */
  dialWith(dialer: SofiaDialer): void;
  /** Ends every call. */
  stop(): Promise<void>;
}

/** Adds calls to the core: `uuid_*`, `hupall`, the rows of `show channels`, the sub-commands of `softswitch`. */
export function installChannels(core: SwitchCore, input: ChannelsInput): Channels {
  const now = input.now ?? Date.now;
  const calls = new Calls({ core, ...input, now });
  registerTables(core, calls);
  registerUuidCommands(core, calls, now);
  registerCallCommands(core, calls);
  registerMediaCommands(core, calls);
  registerOriginate(core, calls);
  input.conferences.dialWith((wish) => dialForConference(calls, wish));
  registerScriptedCommands(core, calls);
  return {
    call: async (from, destination, options) =>
      scriptedCall(calls.place(from, destination, options)),
    receive: ({ leg, name, profile, userVariables }) => {
      const channel = new Channel(core, { uuid: core.newUuid(), name, now: now(), profile });
      calls.add({ channel, leg, userVariables }).start();
    },
    dialWith: (dialer) => {
      calls.dialer = dialer;
    },
    stop: async () => {
      calls.hangupAll("SYSTEM_SHUTDOWN");
      calls.soon.stop();
    },
  };
}
