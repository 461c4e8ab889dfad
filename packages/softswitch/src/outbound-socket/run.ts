import type { Socket } from "node:net";
import { isTrue } from "../core/index.js";
import { Connection, defaultQueueLimits } from "../event-socket/index.js";
import { Mischief } from "../misbehave/index.js";
import { dialFirst } from "./connecting.js";
import { hubOf } from "./hub.js";
import { readTarget, type SocketTarget } from "./target.js";
import type { OutboundSession, OutboundSocketEnd } from "./types.js";

/** The other end must say something within this time. */
const FIRST_COMMAND_MS = 25_000;

interface Conversation {
  /** Settles at `connect`. */
  readonly connected: Promise<void>;
  /** Settles when the connection is closed. */
  readonly closed: Promise<void>;
  /** The other end let go, and what is left is for the dialplan. */
  readonly isClosed: () => boolean;
}

function converse(socket: Socket, session: OutboundSession, target: SocketTarget): Conversation {
  const { core } = session;
  let connected = (): void => {};
  const connection = new Promise<void>((resolve) => {
    connected = resolve;
  });
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  const bound = new Connection(socket, {
    core,
    mischief: new Mischief(),
    password: "",
    limits: defaultQueueLimits,
    firstCommandMs: FIRST_COMMAND_MS,
    outbound: {
      call: session,
      async: target.async,
      full: target.full,
      perform: (message) => session.perform(message),
      connected,
    },
  });
  hubOf(core).add(bound);
  // Told by the promise too: a call may be hung up before anybody listens to its events.
  void session.over.then(() => setImmediate(() => bound.sessionEnded(session.name)));
  return { connected: connection, closed, isClosed: () => socket.closed || socket.destroyed };
}

/**
 * With `async` the call rests until the other end closes the connection. Who never said `connect` is not waited for, and
 * the call rests until it is hung up: FreeSWITCH looks only while it rests.
 */
async function rest(session: OutboundSession, conversation: Conversation): Promise<void> {
  const { connected, closed, isClosed } = conversation;
  await Promise.race([connected, closed, session.over]);
  if (session.isOver) return;
  const parked = session.park();
  if (!isClosed()) void closed.then(() => session.unpark());
  await parked;
}

/** Without `async` the channel goes to CS_RESET after `resume`, and nothing brings it back (mod_event_socket.c listener_run). */
async function controlled(session: OutboundSession, { closed }: Conversation): Promise<void> {
  await closed;
  if (isTrue(session.getVariable("socket_resume"))) await session.strand();
}

/**
 * The application `socket`: connects to `host[:port][/path][|host2…] [async] [full]` and lets the other end control the
 * call. When no host takes the connection it settles at once. Without `async` it settles when the connection is closed.
 */
export async function runOutboundSocket(session: OutboundSession, data: string): OutboundSocketEnd {
  const target = readTarget(data);
  if (target === undefined) {
    session.core.log("err", "Parse Error!");
    return;
  }
  const socket = await dialFirst(target.hosts, session);
  if (!socket) return;
  const conversation = converse(socket, session, target);
  await (target.async ? rest : controlled)(session, conversation);
}
