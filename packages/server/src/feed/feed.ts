import type { Socket } from "node:net";
import {
  type LiveConferenceV1,
  may,
  type Permission,
  type RegistrationV1,
  ROLES,
  type Role,
} from "@parley/protocol";
import type { WebSocket } from "ws";
import type { Account } from "../accounts/index.js";
import type { LiveChange, LiveRegistration, LiveState } from "../live-state/index.js";
import type { User } from "../xml-state/index.js";
import { Audiences } from "./audiences.js";
import {
  CLOSE_GOING_AWAY,
  CLOSE_POLICY,
  type ClientLimits,
  DEFAULT_LIMITS,
  FeedClient,
} from "./client.js";
import { Commander } from "./commander.js";
import type { FeedDependencies } from "./dependencies.js";
import { configurationFacts } from "./facts.js";
import { readRequest } from "./requests.js";
import { ShownConferences } from "./shown.js";
import { conferenceV1, registrationV1, roleOfConference, type ViewFacts } from "./view.js";

/** Shows live state to v1 clients and takes their commands. */
export class Feed {
  readonly #rooms: FeedDependencies;
  readonly #limits: ClientLimits;
  readonly #audiences = new Audiences();
  readonly #shown = new ShownConferences();
  readonly #commander: Commander;
  #facts: ViewFacts;
  /** The whole state as a role sees it; thrown away with every change. */
  readonly #views = new Map<Role, LiveConferenceV1[]>();

  constructor(rooms: FeedDependencies) {
    this.#rooms = rooms;
    this.#limits = { ...DEFAULT_LIMITS, ...rooms.limits };
    this.#facts = configurationFacts(rooms.xmlState.current, rooms.contexts);
    this.#shown.startOver(rooms.live.current);
    this.#commander = new Commander({
      control: rooms.control,
      find: (name) => this.#shown.byName(rooms.live.current, name),
      roleOf: (name) => roleOfConference(name, this.#facts),
      maxCommands: this.#limits.maxCommands,
      logger: rooms.logger,
    });
    rooms.live.on("change", this.#onChange);
    rooms.xmlState.on("changed", this.#onConfiguration);
  }

  /** How many clients are connected. */
  get clients(): number {
    return this.#audiences.size;
  }

  connect(socket: WebSocket, transport: Socket | undefined, account: Account<User>): void {
    const client = new FeedClient(socket, transport, account, this.#limits, (each) =>
      this.#refresh(each),
    );
    socket.on("error", () => socket.terminate());
    socket.on("close", () => {
      this.#audiences.remove(client);
      client.dispose();
    });
    socket.on("message", (data, isBinary) => this.#onMessage(client, data as Buffer, isBinary));
    this.#audiences.add(client);
  }

  close(): void {
    this.#rooms.live.off("change", this.#onChange);
    this.#rooms.xmlState.off("changed", this.#onConfiguration);
    this.#audiences.flush();
    this.#audiences.close();
    for (const client of this.#audiences.all()) client.close(CLOSE_GOING_AWAY, "the server stops");
  }

  readonly #onChange = (change: LiveChange, state: LiveState): void => {
    this.#views.clear();
    if (change.type === "replaced") {
      this.#shown.startOver(state);
      this.#showAll(ROLES);
      this.#showRegistrations();
    } else if (change.type === "registered" || change.type === "unregistered") {
      this.#tellRegistration(change);
    } else {
      const role = roleOfConference(change.conference.name, this.#facts);
      for (const message of this.#shown.messagesFor(change, this.#facts))
        this.#audiences.publish(message, (viewer) => may(viewer, "live.watch", role));
    }
  };

  #tellRegistration(
    change: Extract<LiveChange, { readonly type: "registered" | "unregistered" }>,
  ): void {
    if (!isKnown(change.registration, this.#facts)) return;
    const user = registrationV1(change.registration);
    const old = change.type === "registered" && change.before && registrationV1(change.before);
    if (old && old.sipcon === user.sipcon) return;
    if (old) this.#publish("registrations.watch", { event: "delReg", user: old });
    const event = change.type === "registered" ? "addReg" : "delReg";
    this.#publish("registrations.watch", { event, user });
  }

  #publish(permission: Permission, message: Parameters<Audiences["publish"]>[0]): void {
    this.#audiences.publish(message, (role) => may(role, permission));
  }

  /** Numbers, types, contexts and names may be other ones now, and so may be who sees what. */
  readonly #onConfiguration = (): void => {
    const connected = ROLES.filter((role) => this.#audiences.has(role));
    const before = connected.map((role) => JSON.stringify(this.#view(role)));
    const registered = this.#shownRegistrations();
    this.#facts = configurationFacts(this.#rooms.xmlState.current, this.#rooms.contexts);
    this.#views.clear();
    this.#closeChangedAccounts();
    const stay = this.#shownRegistrations();
    for (const user of missingIn(stay, registered))
      this.#publish("registrations.watch", { event: "delReg", user });
    this.#publish("configuration.watch", { event: "newXML" });
    for (const user of missingIn(registered, stay))
      this.#publish("registrations.watch", { event: "addReg", user });
    this.#showAll(
      connected.filter((role, index) => JSON.stringify(this.#view(role)) !== before[index]),
    );
  };

  /** Who logged in with what is no longer so has to log in again. */
  #closeChangedAccounts(): void {
    for (const client of this.#audiences.all()) {
      const { id, name, password, context } = client.account.user;
      const user = this.#rooms.xmlState.current.userById(id);
      const same = user?.name === name && user.password === password && user.context === context;
      if (!same) client.close(CLOSE_POLICY, "the account has changed, log in again");
    }
  }

  #showAll(roles: readonly Role[]): void {
    for (const role of roles)
      this.#audiences.publish(
        { event: "newLiveState", data: this.#view(role) },
        (viewer) => viewer === role,
      );
  }

  #showRegistrations(): void {
    const data = this.#shownRegistrations();
    this.#publish("registrations.watch", { event: "reply", reply: "initreg", data });
  }

  /** Clients look every one of them up among the users, and some break where there is nobody: a phone may outlast its user. */
  #shownRegistrations(): RegistrationV1[] {
    return [...this.#rooms.live.current.registrations.values()]
      .filter((each) => isKnown(each, this.#facts))
      .map(registrationV1);
  }

  /** A client that lagged has missed events: the whole of what it may know takes their place. */
  #refresh(client: FeedClient): void {
    const { role } = client.account;
    this.#audiences.answer(
      client,
      { event: "newLiveState", data: this.#view(role) },
      { event: "reply", reply: "initreg", data: this.#registrations(role) },
      { event: "newXML" },
    );
  }

  #view(role: Role): LiveConferenceV1[] {
    const cached = this.#views.get(role);
    if (cached) return cached;
    const view = this.#shown
      .of(this.#rooms.live.current)
      .filter(({ name }) => may(role, "live.watch", roleOfConference(name, this.#facts)))
      .map((each) => conferenceV1(each, this.#facts));
    this.#views.set(role, view);
    return view;
  }

  #registrations(role: Role) {
    if (!may(role, "registrations.watch")) return [];
    return this.#shownRegistrations();
  }

  #onMessage(client: FeedClient, data: Buffer, isBinary: boolean): void {
    if (client.lagging) return;
    const { message, error } = readRequest(data, isBinary);
    const { role } = client.account;
    this.#audiences.welcome(client, message?.req === "init" ? "init" : undefined);
    if (error) this.#audiences.answer(client, { event: "error", error });
    else if (message.req === "init")
      this.#audiences.answer(client, { event: "reply", reply: "init", data: this.#view(role) });
    else if (message.req === "initreg")
      this.#audiences.answer(client, {
        event: "reply",
        reply: "initreg",
        data: this.#registrations(role),
      });
    else this.#command(client, message);
  }

  #command(client: FeedClient, message: Parameters<Commander["run"]>[1]): void {
    if (!this.#commander.mayControl(client.account.role)) {
      // The ancestor's words, for clients that look for them.
      this.#audiences.tell(client, "HTTP/1.1 401 Unauthorized\r\n\r\n");
      client.close(CLOSE_POLICY, "this account may not control conferences");
      return;
    }
    const tell = (error: string | undefined) => {
      if (error !== undefined) this.#audiences.answer(client, { event: "error", error });
    };
    const refusal = this.#commander.refusalOf(client, message);
    if (refusal === undefined) void this.#commander.run(client, message).then(tell);
    else tell(refusal);
  }
}

const isKnown = ({ user }: LiveRegistration, facts: ViewFacts): boolean =>
  facts.nameOf(user) !== undefined;

/** Those of `all` that `some` does not hold. */
function missingIn(
  some: readonly RegistrationV1[],
  all: readonly RegistrationV1[],
): RegistrationV1[] {
  const held = new Set(some.map(({ regid }) => regid));
  return all.filter(({ regid }) => !held.has(regid));
}
