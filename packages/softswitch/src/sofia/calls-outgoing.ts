import type {
  Agreement,
  CallFacts,
  OutgoingLeg,
  OutgoingListener,
  SofiaDestination,
  Values,
} from "../channels/index.js";
import type { SipPeer, SipResponse, SipStack } from "../sip/index.js";
import { type Over, SipLeg, type SipLegHouse } from "./calls-leg.js";
import {
  failureVariables,
  isWeb,
  mediaVariables,
  outgoingVariables,
  responseVariables,
} from "./calls-variables.js";
import { reachOf } from "./reach.js";

const RINGING = 180;

/** A phone we call. */
export class CalledLeg extends SipLeg implements OutgoingLeg {
  protected readonly refusal = "send_cancel";
  outgoing: OutgoingListener | undefined;
  #answered = false;
  #early: Promise<Agreement | undefined> | undefined;
  readonly #uri: string;
  readonly #peer: SipPeer | undefined;

  constructor(
    house: SipLegHouse,
    readonly stack: SipStack,
    readonly destination: SofiaDestination,
  ) {
    super(house);
    const { registration, uri } = destination;
    const reach = registration && reachOf(registration);
    this.#uri = reach?.uri ?? uri;
    this.#peer = reach?.peer;
  }

  get networkAddress(): string {
    return this.#peer?.address ?? "";
  }

  async prepare(facts: CallFacts): Promise<Values> {
    const { media, profile, codecs, mediaTimeout } = this.house;
    const { from, video, codecs: wanted, mediaTimeoutMs } = this.destination;
    const transport = this.#peer?.transport ?? "udp";
    const leg = await media.offer({
      webrtc: isWeb(transport),
      codecs: wanted ?? codecs,
      video: video && /\b(VP8|VP9|H264)\b/i.test(wanted ?? codecs),
      timeoutMs: mediaTimeoutMs ?? mediaTimeout(),
    });
    this.takeMedia(leg);
    return outgoingVariables(facts, this.#uri, from.domain, profile, leg);
  }

  dial(): void {
    if (!this.media) return;
    const { user, name, domain } = this.destination.from;
    const call = this.stack.invite({
      uri: this.#uri,
      from: { user, domain, ...(name && { name }) },
      sdp: this.media.localSdp,
      peer: this.#peer,
    });
    this.takeSip(call);
    call.on("progress", (status, sdp, response) => this.#progress(status, sdp, response));
    call.on("answered", (sdp, response) => void this.#accepted(sdp, response));
  }

  firstVariables(): Values {
    return [];
  }

  userVariables(): Values {
    return [];
  }

  requestVariables(): Values {
    return [];
  }

  async agree(): Promise<Agreement> {
    const agreement = await this.#early;
    if (!agreement) throw new Error("The phone has not said what it takes");
    return agreement;
  }

  ring(): void {}

  early(): Values {
    return [];
  }

  answer(): Values {
    return [];
  }

  #progress(status: number, sdp: string | undefined, response: SipResponse): void {
    const said = this.#saidBy(response);
    if (status === RINGING) this.outgoing?.ringing(said);
    if (!sdp || this.#early) return;
    this.#early = this.#take(sdp, said);
    void this.#early.then((agreement) => {
      if (agreement && !this.#answered) this.outgoing?.early(agreement);
    });
  }

  async #accepted(sdp: string, response: SipResponse): Promise<void> {
    this.#answered = true;
    const said = this.#saidBy(response);
    // An answer in a provisional response is the answer: what the 200 repeats says nothing new (RFC 3261, 13.2.1).
    const agreement = (await this.#early) ?? (sdp ? await this.#take(sdp, said) : undefined);
    if (agreement) this.outgoing?.answered(agreement);
    else this.listener?.ended("INCOMPATIBLE_DESTINATION", [], []);
  }

  async #take(sdp: string, said: Values): Promise<Agreement | undefined> {
    const { media } = this;
    if (!media) return undefined;
    try {
      await media.accept(sdp);
    } catch (error) {
      this.house.log(String(error));
      return undefined;
    }
    const wanted = this.destination.codecs ?? this.house.codecs;
    const variables = [...said, ...mediaVariables(media, wanted, this.house.profile.ip)];
    return { codec: media.codec, variables };
  }

  #saidBy(response: SipResponse): Values {
    return responseVariables(
      response,
      this.sip?.peer ?? { transport: "udp", address: "", port: 0 },
    );
  }

  protected disposition(): string {
    return this.#answered ? "recv_bye" : "recv_refuse";
  }

  protected failure(end: Over): Values {
    if (this.#answered || end.status === undefined) return [];
    const phrase = end.message && "reason" in end.message ? String(end.message.reason) : "";
    return failureVariables(end.status, phrase);
  }
}
