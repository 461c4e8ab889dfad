import type { Socket } from "node:net";
import {
  type ChatMessage,
  type ClientMessageV2,
  may,
  type ProblemCode,
  type RecordingAlarm,
  ROLES,
  type Role,
  type ServerMessageV2,
} from "@parley/protocol";
import type { WebSocket } from "ws";
import type { Account } from "../accounts/index.js";
import {
  Batch,
  CLOSE_GOING_AWAY,
  CLOSE_POLICY,
  type ClientLimits,
  DEFAULT_LIMITS,
  FeedClient,
} from "../feed/index.js";
import { problemCodeOf } from "../http/index.js";
import {
  liveMemberV2,
  registrationV2,
  roleOfLive,
  type ViewFactsV2,
} from "../live-commands/index.js";
import type { LiveChange, LiveConference } from "../live-state/index.js";
import type { User } from "../xml-state/index.js";
import { conferenceEvent, eventOf, registrationEvent } from "./changes.js";
import type { FeedV2Dependencies } from "./dependencies.js";
import { readRequest } from "./requests.js";
import { RoleStream, type UnnumberedEvent } from "./stream.js";

/** Everything but the greeting. */
type Asked = Exclude<ClientMessageV2, { type: "hello" }>;

/** A client that says nothing at first gets the whole state after this long. */
const HELLO_MS = 1000;

/** Shows live state to v2 clients, lets them go on where they were, and takes their commands. */
export class FeedV2 {
  readonly #rooms: FeedV2Dependencies;
  readonly #limits: ClientLimits;
  readonly #streams: ReadonlyMap<Role, RoleStream>;
  #facts: ViewFactsV2;

  constructor(rooms: FeedV2Dependencies, now: () => number = Date.now) {
    this.#rooms = rooms;
    this.#limits = { ...DEFAULT_LIMITS, ...rooms.limits };
    this.#streams = new Map(ROLES.map((role) => [role, new RoleStream(role, now)]));
    this.#facts = this.#readFacts();
    rooms.live.on("change", this.#onChange);
    rooms.notes.on("noted", this.#onNoted);
    rooms.notes.on("said", this.#onSaid);
    rooms.stories.on("changed", this.#onStory);
    rooms.stories.on("alarm", this.#onAlarm);
    rooms.xmlState.on("changed", this.#onConfiguration);
    rooms.switch.on("up", this.#onSwitch);
    rooms.switch.on("down", this.#onSwitch);
  }

  /** How many clients are connected. */
  get clients(): number {
    return this.#all().length;
  }

  connect(socket: WebSocket, transport: Socket | undefined, account: Account<User>): void {
    const client = new FeedClient(socket, transport, account, this.#limits, (each) =>
      this.#snapshot(each),
    );
    const silent = setTimeout(() => this.#enter(client), HELLO_MS).unref();
    socket.on("error", () => socket.terminate());
    socket.on("close", () => {
      clearTimeout(silent);
      this.#stream(account.role).clients.delete(client);
      client.dispose();
    });
    socket.on("message", (data, isBinary) => {
      const { message, problem } = readRequest(data as Buffer, isBinary);
      if (message?.type === "hello") {
        clearTimeout(silent);
        this.#enter(client, message.resume);
      } else if (message) void this.#handle(client, message);
      else this.#tell(client, { type: "problem", detail: problem });
    });
  }

  /** Does what a client asks, and answers; never rejects. */
  async #handle(client: FeedClient, message: Asked): Promise<void> {
    const { id } = message;
    if (message.type === "ping") {
      this.#tell(client, { type: "pong", id, at: new Date().toISOString() });
      return;
    }
    if (client.commands >= this.#limits.maxCommands) {
      this.#refuse(client, message, "too many requests", "too many commands at once");
      return;
    }
    client.commands += 1;
    try {
      await this.#perform(client.account, message);
      this.#tell(client, { type: "answer", id, ok: true });
    } catch (error) {
      const code = problemCodeOf(error as Error);
      if (code === "internal") this.#rooms.logger?.error({ err: error }, "a command failed");
      const detail = code === "internal" ? "internal error" : (error as Error).message;
      this.#refuse(client, message, code, detail);
    } finally {
      client.commands -= 1;
    }
  }

  close(): void {
    const { live, notes, stories, xmlState, switch: switch_ } = this.#rooms;
    live.off("change", this.#onChange);
    notes.off("noted", this.#onNoted);
    notes.off("said", this.#onSaid);
    stories.off("changed", this.#onStory);
    stories.off("alarm", this.#onAlarm);
    xmlState.off("changed", this.#onConfiguration);
    switch_.off("up", this.#onSwitch);
    switch_.off("down", this.#onSwitch);
    for (const stream of this.#streams.values()) {
      stream.flush();
      stream.close();
      for (const client of stream.clients) client.close(CLOSE_GOING_AWAY, "the server stops");
    }
  }

  async #perform(account: Account<User>, message: Exclude<Asked, { type: "ping" }>): Promise<void> {
    const { commands } = this.#rooms;
    const { conference } = message;
    if (message.type === "say") {
      commands.say(account, conference, message.text);
      return;
    }
    const { member, command } = message;
    // The schema takes commands for conferences and for members alike; which it is says `member`.
    await (member === undefined
      ? commands.conference(account, conference, command as never)
      : commands.member(account, conference, member, command as never));
  }

  #refuse(client: FeedClient, { id }: Asked, code: ProblemCode, detail: string): void {
    this.#tell(client, { type: "answer", id, ok: false, code, detail });
  }

  /** From here on the client is told everything; what it missed comes first. */
  #enter(client: FeedClient, resume?: { epoch: string; seq: number }): void {
    const stream = this.#stream(client.account.role);
    stream.flush();
    const missed = resume && stream.since(resume.epoch, resume.seq);
    if (missed) {
      const { epoch, seq } = resume;
      this.#tell(client, { type: "welcome", epoch, seq, resumed: true });
      if (missed.length > 0) client.send(new Batch(missed));
    } else this.#snapshot(client);
    stream.clients.add(client);
  }

  #snapshot(client: FeedClient): void {
    const { account } = client;
    const stream = this.#stream(account.role);
    stream.flush();
    const { epoch, seq } = stream;
    this.#tell(client, {
      type: "snapshot",
      epoch,
      seq,
      switch: { connected: this.#rooms.switch.connected },
      conferences: this.#rooms.commands.list(account),
      registrations: may(account.role, "registrations.watch")
        ? [...this.#rooms.live.current.registrations.values()].map((each) =>
            registrationV2(each, this.#facts),
          )
        : [],
    });
  }

  readonly #onChange = (change: LiveChange): void => {
    if (change.type === "replaced") {
      for (const client of this.#all()) this.#snapshot(client);
    } else if (change.type === "registered" || change.type === "unregistered") {
      const event = registrationEvent(change, this.#facts);
      this.#publish(event, (role) => may(role, "registrations.watch"));
    } else {
      for (const stream of this.#watchers(change.conference)) {
        const event = eventOf(change, this.#facts, stream);
        if (event) stream.publish(event);
      }
    }
  };

  readonly #onStory = (conference: LiveConference): void => {
    for (const stream of this.#watchers(conference))
      stream.publish(conferenceEvent(conference, this.#facts, stream));
  };

  readonly #onAlarm = (conference: LiveConference, file: string, trouble: RecordingAlarm): void => {
    for (const stream of this.#watchers(conference))
      stream.publish({ type: "recordingTrouble", id: conference.uuid, file, trouble });
  };

  readonly #onNoted = (key: string, memberId: string): void => {
    const conference = this.#rooms.live.current.conferences.get(key);
    const member = conference?.members.get(memberId);
    if (!conference || !member) return;
    const shown = liveMemberV2(conference, member, this.#facts);
    for (const stream of this.#watchers(conference))
      stream.publish({ type: "memberChanged", id: conference.uuid, member: shown });
  };

  readonly #onSaid = (key: string, message: ChatMessage): void => {
    const conference = this.#rooms.live.current.conferences.get(key);
    if (!conference) return;
    for (const stream of this.#watchers(conference))
      stream.publish({ type: "chat", id: conference.uuid, message });
  };

  /** Names, numbers and contexts may be other ones now, and so may be who sees what: everybody gets everything anew. */
  readonly #onConfiguration = ({ version }: { readonly version: number }): void => {
    this.#facts = this.#readFacts();
    for (const client of this.#all()) {
      if (this.#isCurrent(client)) this.#snapshot(client);
      else client.close(CLOSE_POLICY, "the account has changed, sign in again");
    }
    this.#publish({ type: "configurationChanged", version }, (role) =>
      may(role, "configuration.watch"),
    );
  };

  readonly #onSwitch = (): void => {
    const { connected } = this.#rooms.switch;
    this.#publish({ type: "switch", connected }, () => true);
  };

  #isCurrent({ account }: FeedClient): boolean {
    const { id, name, password, context } = account.user;
    const user = this.#rooms.xmlState.current.userById(id);
    return user?.name === name && user.password === password && user.context === context;
  }

  /** The streams of those who may see what happens in a conference. */
  #watchers(conference: LiveConference): RoleStream[] {
    const owner = roleOfLive(conference, this.#facts);
    return [...this.#streams.values()].filter(({ role }) => may(role, "live.watch", owner));
  }

  #publish(event: UnnumberedEvent, seen: (role: Role) => boolean): void {
    for (const stream of this.#streams.values()) if (seen(stream.role)) stream.publish(event);
  }

  #tell(client: FeedClient, message: ServerMessageV2): void {
    client.send(new Batch([JSON.stringify(message)]));
  }

  #stream(role: Role): RoleStream {
    return this.#streams.get(role)!;
  }

  #all(): FeedClient[] {
    return [...this.#streams.values()].flatMap(({ clients }) => [...clients]);
  }

  #readFacts(): ViewFactsV2 {
    const { xmlState, contexts, notes, stories } = this.#rooms;
    return { xmlState: xmlState.current, contexts, notes, stories };
  }
}
