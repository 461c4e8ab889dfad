import { type Channels, firstProfile, variablesOf } from "../channels/index.js";
import type { SwitchCore } from "../core/index.js";
import type { Media } from "../media/index.js";
import { type IncomingSipCall, parseAddress, parseUri } from "../sip/index.js";
import { IncomingLeg } from "./calls-incoming.js";
import type { SipLegHouse } from "./calls-leg.js";
import { CalledLeg } from "./calls-outgoing.js";
import { isWeb, type ProfileFacts } from "./calls-variables.js";
import type { Sofia } from "./profile.js";

const CODECS = "OPUS,G722,PCMU,PCMA,VP8";

export interface SofiaCallsInput {
  readonly core: SwitchCore;
  readonly sofia: Sofia;
  readonly media: Media;
  readonly channels: Channels;
}

/** Joins SIP and media to the calls: INVITEs become sessions, sessions can call registered phones. */
export function joinPhones(input: SofiaCallsInput): void {
  new SofiaCalls(input);
}

/** Nobody holds it: the stack and the calls do. */
class SofiaCalls {
  #expected = false;

  constructor(private readonly input: SofiaCallsInput) {
    const { sofia, channels } = input;
    sofia.stack.onInvite = (call) => this.#receive(call);
    const register = sofia.stack.onRegister;
    sofia.stack.onRegister = (request) => {
      if (isWeb(request.peer.transport)) this.#expectBrowsers();
      register?.(request);
    };
    channels.dialWith({
      profile: sofia.name,
      leg: (destination) => new CalledLeg(this.#house(), sofia.stack, destination),
    });
  }

  /** A page that registers will call or be called: its first call need not wait, nor make the others stutter. */
  #expectBrowsers(): void {
    if (this.#expected) return;
    this.#expected = true;
    this.input.media.expectBrowsers().catch((error: unknown) => {
      this.input.core.log("err", `WebRTC: ${String(error)}`);
    });
  }

  #house(): SipLegHouse {
    const { core, sofia, media } = this.input;
    return {
      media,
      profile: this.#profile(),
      codecs:
        core.variables.get("global_codec_prefs") ?? sofia.params["inbound-codec-prefs"] ?? CODECS,
      mediaTimeout: () => Number(core.variables.get("media_timeout_ms")) || 0,
      log: (text) => core.log("warning", text),
    };
  }

  #profile(): ProfileFacts {
    const { sofia } = this.input;
    const { host, port } = sofia.stack.addresses.udp ?? { host: "127.0.0.1", port: 5060 };
    return { name: sofia.name, url: `sip:mod_sofia@${host}:${port}`, ip: host };
  }

  #receive(call: IncomingSipCall): void {
    const { core, channels, sofia } = this.input;
    const { user } = call;
    const record = user && core.tree.directoryUser(user.user, user.domain);
    const from = parseAddress(call.invite.get("From") ?? "");
    const uri = parseUri(from?.uri ?? "");
    const number = uri?.user ?? "unknown";
    const at = `${uri?.host ?? ""}${uri?.port === undefined ? "" : `:${uri.port}`}`;
    const leg = new IncomingLeg(this.#house(), call, user);
    channels.receive({
      leg,
      name: `sofia/${sofia.name}/${number}@${at}`,
      userVariables: variablesOf(record),
      profile: {
        ...firstProfile(from?.name || number, number),
        username: user?.user ?? number,
        networkAddress: call.peer.address,
        destination: parseUri(call.invite.uri)?.user ?? "",
        context: record?.variables["user_context"] ?? sofia.params["context"] ?? "public",
      },
    });
  }
}
