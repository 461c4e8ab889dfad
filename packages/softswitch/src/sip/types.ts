/** How a message travels. `wss` and `tls` are `ws` and `tcp` with encryption. */
export type SipTransport = "udp" | "tcp" | "tls" | "ws" | "wss";

/** Where a message came from. */
export interface SipPeer {
  readonly transport: SipTransport;
  readonly address: string;
  readonly port: number;
}

/** A parsed SIP message: start line, headers in order (names as they came, looked up without regard to case or compact form), body. */
export interface SipMessage {
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
  get(name: string): string | undefined;
  getAll(name: string): readonly string[];
}

export interface SipRequest extends SipMessage {
  readonly method: string;
  readonly uri: string;
}

export interface SipResponse extends SipMessage {
  readonly status: number;
  readonly reason: string;
}

/** Who signed a request, after the digest was right. */
export interface SipUser {
  readonly user: string;
  readonly domain: string;
}

/** A call as the SIP side of a switch sees it, whoever started it. All methods are safe in any state; what is too late does nothing. */
export interface SipCall {
  readonly callId: string;
  readonly localTag: string;
  readonly remoteTag: string | undefined;
  readonly peer: SipPeer;
  /** The INVITE that started it, received or sent. */
  readonly invite: SipRequest;
  readonly state: "calling" | "early" | "confirmed" | "over";
  /** Ends it in whatever way its state asks for: final response, CANCEL or BYE. `cause` goes into Reason as Q.850. */
  end(cause?: SipEnd): void;
  /** A re-INVITE of ours; gives the answer. Rejects with SipCallFailedError. */
  reinvite(offer: string): Promise<string>;
  /** An INFO with a digit (application/dtmf-relay), or any other request in the dialog; gives the final response. */
  request(
    method: string,
    headers?: readonly (readonly [string, string])[],
    body?: string,
  ): Promise<SipResponse>;
  /** Offers by re-INVITE or UPDATE arrive here; without a handler they are refused with 488. */
  onOffer: ((offer: string) => Promise<string>) | undefined;
  on<K extends keyof SipCallEvents>(name: K, listener: (...args: SipCallEvents[K]) => void): this;
  off<K extends keyof SipCallEvents>(name: K, listener: (...args: SipCallEvents[K]) => void): this;
}

export interface SipEnd {
  /** SIP status for a call not yet answered (486, 480, 488, …). */
  readonly status?: number;
  readonly q850?: number;
  readonly text?: string;
}

export interface SipCallEvents {
  /** Outgoing: a provisional answer (180, 183), with SDP where it has one. */
  progress: [status: number, sdp: string | undefined, response: SipResponse];
  /** Outgoing: the 200, with the answer's SDP; the ACK is sent by the stack. */
  answered: [sdp: string, response: SipResponse];
  /** Incoming: the phone's ACK to our 200 (with SDP when we offered in the 200). */
  confirmed: [ack: SipRequest];
  /** A digit by INFO (application/dtmf-relay or application/dtmf). */
  dtmf: [digit: string, durationMs: number];
  /** REFER: the phone asks us to transfer the other side; `tell` says once whether that is done (NOTIFY). */
  refer: [target: string, replaces: string | undefined, tell: (done: boolean) => void];
  /**
   * Over, exactly once. `by` says who: the phone (BYE, CANCEL, failure response), us, or the stack (timeout, lost
   * connection). `status`: the failure status of an unanswered call; `q850`: of the phone's Reason header.
   */
  over: [
    end: {
      readonly by: "remote" | "local" | "stack";
      readonly status?: number;
      readonly q850?: number;
      readonly message?: SipMessage;
    },
  ];
}

/** An INVITE with the right digest, waiting for us. The stack has sent 100 Trying. */
export interface IncomingSipCall extends SipCall {
  readonly user: SipUser | undefined;
  /** Undefined when the INVITE has no SDP: then our 200 must offer. */
  readonly offer: string | undefined;
  /** 180 without, 183 with SDP. */
  ring(sdp?: string): void;
  /** 200 with our SDP; resent until the ACK. */
  accept(sdp: string): void;
}

/** What an outgoing INVITE says. */
export interface SipInviteOptions {
  /** Request URI, the contact of a registration. */
  readonly uri: string;
  /** To header's URI, the request URI unless given. */
  readonly to?: string;
  readonly from: { readonly user: string; readonly name?: string; readonly domain: string };
  readonly sdp: string;
  /** The flow of the registration (same socket); looked up by URI unless given. */
  readonly peer?: SipPeer | undefined;
  readonly headers?: readonly (readonly [string, string])[];
}

/** Where a stack listens; port 0 takes a free one. `tls` and `wss` need `SipStackOptions.certificate`. */
export interface SipBinding {
  readonly transport: SipTransport;
  readonly host: string;
  readonly port: number;
}

export interface SipAddress {
  readonly host: string;
  readonly port: number;
}

/** What is really bound; what could not be bound is undefined. */
export type SipAddresses = { readonly [K in SipTransport]: SipAddress | undefined };

export type SipHeader = readonly [name: string, value: string];

/** A request out of dialog that waits for its answer. */
export interface SipServerRequest {
  readonly request: SipRequest;
  readonly peer: SipPeer;
  /** Sends the answer; Via, From, To (with a tag), Call-ID and CSeq come by themselves. A second final answer does nothing. */
  reply(status: number, reason?: string, headers?: readonly SipHeader[], body?: string): void;
}

/** Whether a request may come in: by whom it is signed (undefined: nobody, and it may), or how it is refused. */
export type SipVerdict =
  | { readonly user: SipUser | undefined }
  | {
      readonly status: number;
      readonly reason?: string;
      readonly headers?: readonly SipHeader[];
      /** To let pass before the answer goes, so that guessing is slow. */
      readonly delayMs?: number;
    };

/** Milliseconds of RFC 3261, 17.1.1.1 and table 4. */
export interface SipTimers {
  readonly t1: number;
  readonly t2: number;
  readonly t4: number;
}

export interface SipSessionTimer {
  /** Seconds we ask for and grant at most. */
  readonly expires: number;
  /** Seconds below which a phone is answered with 422. */
  readonly minimum: number;
}

export interface SipStackOptions {
  readonly bindings: readonly SipBinding[];
  /** Where a port is taken, a free one is used in its place. */
  readonly freePorts?: boolean | undefined;
  /** Address that phones are told in Via and Contact instead of the bound one. */
  readonly externalHost?: string | undefined;
  readonly userAgent?: string | undefined;
  /** Looks at every INVITE that starts a call; without it all may. */
  readonly authorize?: ((request: SipRequest, peer: SipPeer) => SipVerdict) | undefined;
  readonly timers?: Partial<SipTimers> | undefined;
  readonly sessionTimer?: SipSessionTimer | undefined;
  readonly certificate?: { readonly key: string; readonly cert: string } | undefined;
  /** Connections of all stream transports together, 1,000 unless given. */
  readonly maxConnections?: number | undefined;
  readonly log?: ((level: "err" | "warning" | "debug", text: string) => void) | undefined;
}

/** A request of ours outside any dialog. */
export interface SipRequestOptions {
  readonly method: string;
  readonly uri: string;
  readonly to?: string;
  readonly from: { readonly user: string; readonly name?: string; readonly domain: string };
  readonly peer?: SipPeer | undefined;
  /** A fresh one unless given. */
  readonly callId?: string | undefined;
  /** User part of Contact; that of From unless given. */
  readonly contactUser?: string | undefined;
  readonly headers?: readonly SipHeader[];
  readonly body?: string;
}

/** How much is under way, for tests and status. */
export interface SipCounts {
  readonly transactions: number;
  readonly calls: number;
  readonly connections: number;
}

export interface SipStack {
  /** Bound addresses; all undefined before `start`. */
  readonly addresses: SipAddresses;
  readonly counts: SipCounts;
  /**
   * A call that may come in; without a handler it is refused with 480. Attach listeners before returning; accept
   * or end it whenever.
   */
  onInvite: ((call: IncomingSipCall) => void) | undefined;
  /** Without a handler: 405. */
  onRegister: ((request: SipServerRequest) => void) | undefined;
  /** Without a handler: 200. */
  onOptions: ((request: SipServerRequest) => void) | undefined;
  /** Any other method that is taken out of dialog (MESSAGE, NOTIFY, REFER); without a handler: 405. */
  onRequest: ((request: SipServerRequest) => void) | undefined;
  /** A connection of a stream transport ended, whoever ended it. */
  onDisconnect: ((peer: SipPeer) => void) | undefined;
  /** Binds; what is taken is logged as an error and left out, as FreeSWITCH does. */
  start(): Promise<SipAddresses>;
  /** Ends calls (BYE, CANCEL, 503), waits for nothing longer than `graceMs` (200), closes sockets and timers. */
  stop(graceMs?: number): Promise<void>;
  /** Starts a call; attach listeners at once, nothing is fired before the next turn of the event loop. */
  invite(options: SipInviteOptions): SipCall;
  /** Gives the final response. Rejects with SipCallFailedError when there is none. */
  request(options: SipRequestOptions): Promise<SipResponse>;
}

/** A request of ours got no answer or a refusal; `status` is 408 when nothing came and 503 when nothing could be sent. */
export class SipCallFailedError extends Error {
  constructor(
    readonly method: string,
    readonly status: number,
    readonly reason: string,
  ) {
    super(`${method} failed: ${status} ${reason}`);
    this.name = "SipCallFailedError";
  }
}
