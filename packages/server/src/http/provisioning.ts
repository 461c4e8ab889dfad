import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Throttle } from "../accounts/index.js";
import type { Logger } from "../logging/index.js";
import {
  type DeviceAccounts,
  type Document,
  DocumentUnavailableError,
  type Links,
  macOfAgent,
  type Provisioning,
  type Target,
  targetOf,
  UnfitValueError,
  type Vendor,
} from "../provisioning/index.js";
import { parseRange } from "../recordings/index.js";
import type { User, XmlState } from "../xml-state/index.js";
import { HttpError } from "./errors.js";
import { sendOpened } from "./send-file.js";

/** What phones' routes need of the other rooms. */
export interface ProvisioningDependencies {
  readonly provisioning: Provisioning;
  readonly deviceAccounts: DeviceAccounts;
  readonly links: Links;
  /** Whether an address may fetch at all. */
  readonly phoneNetworks: (address: string) => boolean;
  readonly xmlState: () => XmlState;
  readonly logger: Logger;
}

type Path = { Params: { "*"?: string }; Querystring: { token?: unknown; contacts?: unknown } };
type Asked = FastifyRequest<Path>;

/** Who asks for what, once that is known to be in order. */
interface Visit {
  readonly target: Target;
  readonly user: User;
  readonly mac: string;
  readonly byLink: boolean;
}

/** A phone's logs come in pieces; nothing else it sends is as large. */
const BODY_LIMIT = 1024 * 1024;
/** Addresses that ask for phones nobody has are slowed down: they try out MACs. */
const UNKNOWN = { free: 30, stepMs: 50, maxMs: 1000 } as const;

/** `/linphone`, `/polycom/…`, `/yealink/…`, `/grandstream/…`, `/snom/…`: what phones fetch, and what they leave. */
export function registerProvisioning(app: FastifyInstance, rooms: ProvisioningDependencies): void {
  const unknown = new Throttle(UNKNOWN);
  const logger = rooms.logger.child({ room: "provisioning" });
  app.register(async (scope) => {
    acceptAnything(scope);
    for (const vendor of rooms.provisioning.vendors) {
      const visits = new WeakMap<FastifyRequest, Visit>();
      const common = {
        config: { open: true },
        bodyLimit: BODY_LIMIT,
        onRequest: async (request: Asked, reply: FastifyReply) => {
          visits.set(request, await admit({ ...rooms, unknown }, vendor, request, reply));
        },
        onResponse: async (request: Asked, reply: FastifyReply) => {
          const visit = visits.get(request);
          logger[levelOf(reply.statusCode)](lineOf(vendor, request, reply, visit), "phone");
        },
      } as const;
      const answer = (request: Asked, reply: FastifyReply) =>
        serve(rooms, vendor, visits.get(request), request, reply);
      for (const url of [`/${vendor.name}`, `/${vendor.name}/*`])
        scope.route<Path>({ method: "GET", url, ...common, handler: answer });
      if (vendor.uploads)
        scope.route<Path>({
          method: ["PUT", "POST"],
          url: `/${vendor.name}/*`,
          ...common,
          handler: answer,
        });
    }
  });
}

/** Phones name no type, or any. */
function acceptAnything(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) =>
    done(null, body),
  );
}

const pathOf = (request: Asked): string => request.params["*"] ?? "";
const isSent = ({ method }: FastifyRequest): boolean => method === "PUT" || method === "POST";
const notThere = (): HttpError => new HttpError(404, "not found");

/** The order matters: who is not to know of a phone must not learn that there is one. */
async function admit(
  rooms: ProvisioningDependencies & { readonly unknown: Throttle },
  vendor: Vendor,
  request: Asked,
  reply: FastifyReply,
): Promise<Visit> {
  if (!rooms.phoneNetworks(request.ip)) throw notThere();
  if (rooms.xmlState().version === 0)
    throw new HttpError(503, "starting", undefined, { "retry-after": "5" });
  const target = targetOf(vendor, pathOf(request), isSent(request));
  if (!target) throw notThere();
  const named = target.mac ?? macOfAgent(request.headers["user-agent"]);
  if (named !== undefined && rooms.provisioning.ownersOf(named).length === 0) {
    await slowDown(rooms.unknown, request.ip);
    throw notThere();
  }
  const linked = linkedUser(rooms, vendor, request);
  const user = linked ?? (await authenticated(rooms, request, reply));
  const owned =
    named === undefined || rooms.provisioning.ownersOf(named).some(({ id }) => id === user.id);
  if (!owned) throw notThere();
  return { target, user, mac: named ?? macOf(user), byLink: linked !== undefined };
}

const macOf = ({ polymac }: User): string => (polymac === "none" ? "" : polymac.toLowerCase());

async function slowDown(unknown: Throttle, address: string): Promise<void> {
  const waitMs = Math.min(unknown.fail(address), UNKNOWN.maxMs);
  if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs).unref());
}

/** A link is for Linphone, which has a camera and no keyboard. One that is over opens nothing, not even a challenge. */
function linkedUser(
  { links, xmlState }: ProvisioningDependencies,
  vendor: Vendor,
  request: Asked,
): User | undefined {
  const { token } = request.query;
  if (token === undefined || vendor.name !== "linphone") return undefined;
  const state = xmlState();
  const user = links.read(String(token), (id) => state.userById(id));
  if (!user) throw notThere();
  return user;
}

async function authenticated(
  { deviceAccounts }: ProvisioningDependencies,
  request: Asked,
  reply: FastifyReply,
): Promise<User> {
  const verdict = await deviceAccounts.authenticate({
    method: request.method,
    url: request.raw.url ?? "",
    authorization: request.headers.authorization,
    address: request.ip,
  });
  if (verdict.kind === "user") return verdict.user;
  if (verdict.kind === "gone") throw notThere();
  if (verdict.kind === "busy")
    throw new HttpError(429, "too many failed logins", undefined, {
      "retry-after": String(verdict.retryAfterS),
    });
  reply.raw.setHeader("www-authenticate", verdict.challenges);
  throw new HttpError(401, "authentication required");
}

async function serve(
  rooms: ProvisioningDependencies,
  vendor: Vendor,
  visit: Visit | undefined,
  request: Asked,
  reply: FastifyReply,
): Promise<unknown> {
  if (!visit) throw notThere();
  const { provisioning } = rooms;
  const { target, user, mac, byLink } = visit;
  if (isSent(request)) {
    if (target.kind !== "upload") throw notThere();
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    await provisioning.takeUpload(vendor, target, user, body);
    return reply.code(201).send();
  }
  if (target.kind === "file") {
    const wishes = { byLink, asFriends: request.query.contacts === "friends" };
    const document = await documentOf(rooms, () =>
      provisioning.document(vendor, target.file, user, mac, wishes),
    );
    return sendDocument(request, reply, document);
  }
  const upload = target.kind === "upload";
  const opened = upload
    ? await provisioning.openUpload(target, user)
    : await provisioning.openPlain(vendor, target.parts);
  if (!opened) throw notThere();
  await sendOpened(request, reply, pathOf(request), opened);
  return upload ? reply.type(target.rule.type) : reply;
}

/** What is wrong stands in the log; a phone only learns to come back. */
async function documentOf(
  { logger }: ProvisioningDependencies,
  make: () => Promise<Document>,
): Promise<Document> {
  try {
    return await make();
  } catch (error) {
    const known = error instanceof DocumentUnavailableError || error instanceof UnfitValueError;
    if (!known) throw error;
    const reason = error.cause instanceof Error ? error.cause.message : error.message;
    logger.error({ room: "provisioning", reason }, "a phone's file cannot be made");
    throw new HttpError(503, "not available now", undefined, { "retry-after": "60" });
  }
}

function sendDocument(request: Asked, reply: FastifyReply, { body, etag, type }: Document) {
  reply
    .header("etag", etag)
    .header("accept-ranges", "bytes")
    .header("cache-control", "private, no-store")
    .type(type);
  if (request.headers["if-none-match"] === etag) return reply.code(304).send();
  const condition = request.headers["if-range"];
  const wanted = condition === undefined || condition === etag ? request.headers.range : undefined;
  const range = parseRange(wanted, body.length);
  if (range.kind === "outside")
    return reply.code(416).header("content-range", `bytes */${body.length}`).send();
  if (range.kind === "whole") return reply.send(body);
  const { first, last } = range;
  reply.code(206).header("content-range", `bytes ${first}-${last}/${body.length}`);
  return reply.send(body.subarray(first, last + 1));
}

/** A challenge is half of every fetch, and a file that is not there usual (licences, overrides): neither is news. */
const levelOf = (status: number): "info" | "debug" =>
  status === 401 || status === 404 ? "debug" : "info";

/** Names only: neither query nor headers, which may hold a token or a digest. */
function lineOf(
  { name }: Vendor,
  request: Asked,
  { statusCode }: FastifyReply,
  visit: Visit | undefined,
) {
  return {
    event: isSent(request) ? "sent" : "fetched",
    vendor: name,
    file: pathOf(request).slice(0, 120),
    ...(visit ? { user: visit.user.id } : {}),
    ...(visit?.byLink ? { link: true } : {}),
    address: request.ip,
    agent: (request.headers["user-agent"] ?? "").slice(0, 120),
    status: statusCode,
  };
}
