import {
  type RTCPeerConnection as Connection,
  MediaStreamTrack,
  RTCPeerConnection,
  RTCRtpCodecParameters,
  RtpHeader,
  RtpPacket,
} from "werift";

const CODECS = {
  pcmu: new RTCRtpCodecParameters({
    mimeType: "audio/PCMU",
    clockRate: 8000,
    channels: 1,
    payloadType: 0,
  }),
  opus: new RTCRtpCodecParameters({
    mimeType: "audio/opus",
    clockRate: 48_000,
    channels: 2,
    payloadType: 111,
  }),
  events: new RTCRtpCodecParameters({
    mimeType: "audio/telephone-event",
    clockRate: 8000,
    channels: 1,
    payloadType: 101,
  }),
  vp8: new RTCRtpCodecParameters({
    mimeType: "video/VP8",
    clockRate: 90_000,
    payloadType: 96,
    rtcpFeedback: [
      { type: "nack", parameter: "pli" },
      { type: "ccm", parameter: "fir" },
    ],
  }),
} as const;

type DtlsKeys = RTCPeerConnection["config"]["dtls"]["keys"];

/** Another WebRTC implementation in the browser's place, without a browser's cost. */
export class WeriftPeer {
  readonly connection: Connection;
  readonly received: RtpPacket[] = [];
  readonly #audio = new MediaStreamTrack({ kind: "audio" });
  readonly #video = new MediaStreamTrack({ kind: "video" });
  #sequence = 1;

  constructor(
    options: { readonly video?: boolean; readonly opus?: boolean; readonly keys?: DtlsKeys } = {},
  ) {
    const audio = options.opus ? [CODECS.opus, CODECS.events] : [CODECS.pcmu, CODECS.events];
    this.connection = new RTCPeerConnection({
      codecs: { audio, video: options.video ? [CODECS.vp8] : [] },
      iceServers: [],
      iceAdditionalHostAddresses: ["127.0.0.1"],
      iceUseIpv6: false,
      ...(options.keys === undefined ? {} : { dtls: { keys: options.keys } }),
    });
    const seen = new Set<unknown>();
    this.connection.onTrack.subscribe((track) => {
      // It tells of the same track again after every negotiation.
      if (seen.has(track)) return;
      seen.add(track);
      track.onReceiveRtp.subscribe((packet) => this.received.push(packet));
    });
    this.connection.addTransceiver(this.#audio, { direction: "sendrecv" });
    if (options.video) this.connection.addTransceiver(this.#video, { direction: "sendrecv" });
  }

  async offer(): Promise<string> {
    await this.connection.setLocalDescription(await this.connection.createOffer());
    return this.connection.localDescription?.sdp ?? "";
  }

  async accept(sdp: string): Promise<void> {
    await this.connection.setRemoteDescription({ type: "answer", sdp });
  }

  async answer(sdp: string): Promise<string> {
    await this.connection.setRemoteDescription({ type: "offer", sdp });
    await this.connection.setLocalDescription(await this.connection.createAnswer());
    return this.connection.localDescription?.sdp ?? "";
  }

  setDirection(direction: "sendrecv" | "sendonly" | "inactive"): void {
    for (const one of this.connection.getTransceivers()) one.setDirection(direction);
  }

  sendAudio(payload: Buffer): void {
    const timestamp = this.#sequence * 160;
    const header = new RtpHeader({ sequenceNumber: this.#sequence, timestamp, ssrc: 1 });
    this.#sequence = (this.#sequence + 1) & 0xffff;
    this.#audio.writeRtp(new RtpPacket(header, payload));
  }

  /** Not by the track, which would make it a packet of the audio codec. */
  sendEvent(payload: Buffer, marker: boolean, timestamp: number): void {
    const sequenceNumber = this.#sequence;
    const header = new RtpHeader({ sequenceNumber, timestamp, marker, payloadType: 101, ssrc: 3 });
    this.#sequence = (this.#sequence + 1) & 0xffff;
    void this.connection.dtlsTransports[0]?.sendRtp(payload, header);
  }

  sendVideo(payload: Buffer, timestamp: number): void {
    const header = new RtpHeader({
      sequenceNumber: this.#sequence,
      timestamp,
      payloadType: 96,
      ssrc: 2,
    });
    this.#sequence = (this.#sequence + 1) & 0xffff;
    this.#video.writeRtp(new RtpPacket(header, payload));
  }

  close(): Promise<void> {
    return this.connection.close();
  }
}
