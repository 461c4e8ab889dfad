import type { Agreement, CallFacts, Values } from "../channels/index.js";
import { MediaRefusedError } from "../media/index.js";
import type { IncomingSipCall, SipUser } from "../sip/index.js";
import { type Over, SipLeg, type SipLegHouse } from "./calls-leg.js";
import {
  callVariables,
  directoryVariables,
  isWeb,
  mediaVariables,
  requestVariables,
} from "./calls-variables.js";

const VIDEO = /\b(VP8|VP9|H264)\b/i;

/** A phone that calls us. */
export class IncomingLeg extends SipLeg {
  protected readonly refusal = "send_refuse";
  #agreed: Promise<Agreement> | undefined;
  #answered = false;

  constructor(
    house: SipLegHouse,
    readonly incoming: IncomingSipCall,
    readonly user: SipUser | undefined,
  ) {
    super(house);
    this.takeSip(incoming);
    incoming.on("confirmed", (ack) => this.#acknowledged(ack.body));
  }

  /** Before media is agreed on: what the phone offers. Whoever is called for it is offered the same. */
  override get hasVideo(): boolean {
    return this.media ? this.media.hasVideo : /^m=video [1-9]/m.test(this.incoming.offer ?? "");
  }

  firstVariables(facts: CallFacts): Values {
    const { invite, peer } = this.incoming;
    return callVariables(invite, peer, facts, this.house.profile.ip, this.user !== undefined);
  }

  userVariables(own: Values): Values {
    return this.user ? directoryVariables(this.user.user, this.user.domain, own) : [];
  }

  requestVariables(): Values {
    const { invite, peer } = this.incoming;
    return requestVariables(invite, peer, this.house.profile, this.house.codecs);
  }

  agree(wanted: string | undefined, timeoutMs?: number): Promise<Agreement> {
    this.#agreed ??= this.#agree(wanted ?? this.house.codecs, timeoutMs);
    return this.#agreed;
  }

  ring(): void {
    this.incoming.ring();
  }

  early(): Values {
    if (!this.media) return [];
    this.incoming.ring(this.media.localSdp);
    return [["rtp_local_sdp_str", this.media.localSdp]];
  }

  answer(): Values {
    if (!this.media) return [];
    this.#answered = true;
    this.incoming.accept(this.media.localSdp);
    return [["rtp_local_sdp_str", this.media.localSdp]];
  }

  async #agree(wanted: string, timeoutMs = this.house.mediaTimeout()): Promise<Agreement> {
    const { offer, peer } = this.incoming;
    const { media, profile } = this.house;
    const options = {
      codecs: wanted,
      video: VIDEO.test(wanted),
      timeoutMs,
    };
    const leg = offer
      ? await media.answer(offer, options)
      : await media.offer({ ...options, webrtc: isWeb(peer.transport) });
    this.takeMedia(leg);
    return { codec: leg.codec, variables: mediaVariables(leg, wanted, profile.ip) };
  }

  /** An INVITE without an offer: the phone's answer comes with its ACK. */
  #acknowledged(body: string): void {
    if (this.incoming.offer || !this.#answered || !this.media) return;
    this.media.accept(body).catch((error: unknown) => {
      this.house.log(String(error));
      const cause =
        error instanceof MediaRefusedError
          ? "INCOMPATIBLE_DESTINATION"
          : "NORMAL_TEMPORARY_FAILURE";
      this.listener?.ended(cause, [], []);
    });
  }

  protected override causeOf(end: Over): string {
    const cancelled = end.by === "remote" && !this.#answered;
    return cancelled ? "ORIGINATOR_CANCEL" : super.causeOf(end);
  }

  protected disposition(): string {
    return this.#answered ? "recv_bye" : "recv_cancel";
  }

  protected failure(): Values {
    if (this.#answered) return [];
    return [
      ["sip_invite_failure_status", "487"],
      ["sip_invite_failure_phrase", "CANCEL"],
    ];
  }
}
