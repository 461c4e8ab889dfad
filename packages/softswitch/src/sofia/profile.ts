import type { SwitchCore } from "../core/index.js";
import type { Registrations } from "../registrations/index.js";
import { createSipStack, type SipAddresses, type SipStack } from "../sip/index.js";
import { installNotifying } from "./notifying.js";
import { crowded, deniesFetch } from "./profile-admission.js";
import {
  bindingsOf,
  certificateOf,
  isTrue,
  mainProfile,
  type SofiaOptions,
} from "./profile-settings.js";
import { Registrar } from "./registrar.js";
import { Authenticator } from "./registrar-auth.js";

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

const DEFAULT_SESSION_SECONDS = 1800;
const DEFAULT_MINIMUM_SECONDS = 120;

/** Makes the profile of the tree; nothing is bound before `start`. */
export function createSofia(
  core: SwitchCore,
  registrations: Registrations,
  options: SofiaOptions = {},
): Sofia {
  const profile = mainProfile(core);
  const { name, params } = profile;
  const registrar = new Registrar(
    registrations,
    profile,
    new Authenticator(core, registrations, params),
  );
  const certificate = options.port === undefined ? certificateOf(params) : undefined;
  // auth-calls is on unless the profile says no, in FreeSWITCH as well.
  const asks = params["auth-calls"] === undefined || isTrue(params["auth-calls"]);
  const stack = createSipStack({
    bindings: bindingsOf(profile, options, certificate !== undefined),
    freePorts: options.freePorts,
    externalHost: externalHost(params),
    userAgent: params["user-agent-string"] || "FreeSWITCH",
    authorize: (request, peer) =>
      crowded(core) ?? (asks ? registrar.authorize(request, peer) : { user: undefined }),
    sessionTimer: sessionTimer(params),
    certificate,
    log: (level, text) => core.log(level, text),
  });
  stack.onRegister = (request) => {
    if (deniesFetch(core, request.request)) request.reply(500);
    else registrar.register(request);
  };
  // Taken and thrown away, as with enable-chat off: a 405 would make phones tell their people of an error.
  stack.onRequest = (request) => request.reply(request.request.method === "MESSAGE" ? 202 : 405);
  stack.onDisconnect = ({ transport, address, port }) => {
    const web = transport === "ws" || transport === "wss";
    if (!web && !isTrue(params["tcp-unreg-on-socket-close"])) return;
    registrations.disconnectAll({ transport, networkIp: address, networkPort: port });
  };
  installNotifying({ core, registrations, stack, profile: name });
  return {
    name,
    params,
    stack,
    start: async () => {
      const addresses = await stack.start();
      fireStart(core, name, profile.url);
      return addresses;
    },
    stop: () => stack.stop(),
  };
}

/** `auto-nat` and the like ask something outside; what is no plain address is left out. */
function externalHost(params: Readonly<Record<string, string>>): string | undefined {
  const text = params["ext-sip-ip"] ?? "";
  return /^[\d.]+$|^[0-9a-f:]+:[0-9a-f:]*$/i.test(text) ? text : undefined;
}

function sessionTimer(params: Readonly<Record<string, string>>) {
  if (params["enable-timer"] !== undefined && !isTrue(params["enable-timer"])) return undefined;
  return {
    expires: Number(params["session-timeout"]) || DEFAULT_SESSION_SECONDS,
    minimum: Number(params["minimum-session-expires"]) || DEFAULT_MINIMUM_SECONDS,
  };
}

function fireStart(core: SwitchCore, name: string, uri: string): void {
  core.fire("CUSTOM", {
    subclass: "sofia::profile_start",
    headers: [
      ["module_name", "mod_sofia"],
      ["profile_name", name],
      ["profile_uri", uri],
    ],
    source: { file: "sofia.c", function: "sofia_profile_thread_run", line: 3550 },
  });
}
