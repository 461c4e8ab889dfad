import { once } from "node:events";
import type { LiveConferenceV1, LiveMemberV1, ServerMessageV1 } from "@parley/protocol";
import WebSocket from "ws";
import type { Login } from "./digest-client.js";

/** What happened that must not: an event that says what the client knew already, or of something it never heard of. */
export interface Oddity {
  readonly message: ServerMessageV1;
  readonly why: string;
}

/** A v1 client that keeps its own picture of the live state from events alone. */
export class LiveClient {
  readonly conferences = new Map<string, Map<string, LiveMemberV1>>();
  readonly oddities: Oddity[] = [];
  readonly messages: ServerMessageV1[] = [];
  #replies: ((state: LiveConferenceV1[]) => void)[] = [];

  private constructor(readonly socket: WebSocket) {
    socket.on("message", (data) => {
      const text = String(data);
      // The ancestor's word for "you may not": a line of HTTP in a text frame.
      if (text.startsWith("{")) this.#take(JSON.parse(text) as ServerMessageV1);
    });
  }

  static async open(base: string, { name, password }: Login): Promise<LiveClient> {
    const login = `${encodeURIComponent(name)}:${encodeURIComponent(password)}`;
    const url = new URL(`/api/live?login=${login}`, base.replace(/^http/, "ws"));
    const client = new LiveClient(new WebSocket(url));
    await once(client.socket, "open");
    LiveClient.#setUp(client, await client.init());
    return client;
  }

  static #setUp(client: LiveClient, state: readonly LiveConferenceV1[]): void {
    client.conferences.clear();
    for (const conference of state) client.#put(conference);
  }

  /** The server's whole state at the moment. */
  init(): Promise<LiveConferenceV1[]> {
    const answer = new Promise<LiveConferenceV1[]>((resolve) => this.#replies.push(resolve));
    this.socket.send('{"req":"init"}');
    return answer;
  }

  /** `name → ids of members`, sorted, to be compared with other pictures. */
  picture(): Record<string, string[]> {
    const entries = [...this.conferences].map(
      ([name, members]) => [name, [...members.keys()].sort()] as const,
    );
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  close(): void {
    this.socket.terminate();
  }

  #put({ name, members }: LiveConferenceV1): void {
    this.conferences.set(name, new Map(members.map((member) => [member.confid, member])));
  }

  #odd(message: ServerMessageV1, why: string): void {
    this.oddities.push({ message, why });
  }

  #take(message: ServerMessageV1): void {
    this.messages.push(message);
    switch (message.event) {
      case "reply":
        if (message.reply === "init") this.#replies.shift()?.(message.data);
        return;
      case "newLiveState":
        return LiveClient.#setUp(this, message.data);
      case "newConference":
        if (this.conferences.has(message.data.name)) this.#odd(message, "known already");
        return this.#put(message.data);
      case "delConference":
        if (!this.conferences.delete(message.conference)) this.#odd(message, "unknown conference");
        return;
      case "newMember":
        return this.#join(message);
      case "delMember":
        if (!this.conferences.get(message.conference)?.delete(message.data))
          this.#odd(message, "unknown member");
        return;
      case "mute":
      case "unmute":
        return this.#mute(message);
    }
  }

  #join(message: Extract<ServerMessageV1, { event: "newMember" }>): void {
    const members = this.conferences.get(message.conference);
    if (!members) return this.#odd(message, "unknown conference");
    if (members.has(message.data.confid)) this.#odd(message, "known already");
    members.set(message.data.confid, message.data);
  }

  #mute(message: Extract<ServerMessageV1, { event: "mute" | "unmute" }>): void {
    const members = this.conferences.get(message.conference);
    const member = members?.get(message.data);
    if (!members || !member) return this.#odd(message, "unknown member");
    members.set(message.data, { ...member, mute: message.event === "mute" });
  }
}

/** The same picture from the server's own words. */
export function pictureOf(state: readonly LiveConferenceV1[]): Record<string, string[]> {
  const entries = state.map(
    ({ name, members }) => [name, members.map(({ confid }) => confid).sort()] as const,
  );
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
