import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type OpenedFile, parseRange } from "../recordings/index.js";

const TYPES: Readonly<Record<string, string>> = {
  wav: "audio/wav",
  mp3: "audio/mpeg",
  mp4: "video/mp4",
  m4a: "audio/mp4",
  opus: "audio/ogg",
  ogg: "audio/ogg",
  gz: "application/gzip",
};

/** By the server's root, what is being sent. */
const sending = new WeakMap<object, Set<Readable>>();

/** A player that is paused reads no more, and would keep a server that closes waiting for ever. */
export function endFilesWith(app: FastifyInstance): void {
  const streams = new Set<Readable>();
  sending.set(app.server, streams);
  app.addHook("preClose", async () => {
    for (const stream of streams) stream.destroy(new Error("the server closes"));
  });
}

/** The name for saving, for clients that know RFC 8187 and for those that do not. */
export function attachment(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

/** Answers with a recording or another file for saving and playing that somebody opened, or the part asked for; closes it. */
export async function sendOpened(
  request: FastifyRequest,
  reply: FastifyReply,
  name: string,
  file: OpenedFile,
): Promise<FastifyReply> {
  reply
    .header("content-security-policy", "default-src 'none'; sandbox")
    .type(TYPES[/\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? ""] ?? "application/octet-stream");
  return sendFile(request, reply, file);
}

/** Answers with an opened file, the part asked for, or that the client has it already; closes it. What it is, is set before. */
export async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  { handle, size, modifiedAt }: OpenedFile,
): Promise<FastifyReply> {
  const etag = `"${size.toString(16)}-${Math.floor(modifiedAt).toString(16)}"`;
  reply
    .header("accept-ranges", "bytes")
    .header("etag", etag)
    .header("last-modified", new Date(modifiedAt).toUTCString())
    .header("cache-control", "private, no-cache");
  if (isKnown(request, etag, modifiedAt)) {
    await handle.close();
    return reply.code(304).send();
  }
  // A part of another state of the file would not fit what the client has (RFC 9110, section 13.1.5).
  const condition = request.headers["if-range"];
  const wanted = condition === undefined || condition === etag ? request.headers.range : undefined;
  const range = parseRange(wanted, size);
  if (range.kind === "outside") {
    await handle.close();
    return reply.code(416).header("content-range", `bytes */${size}`).send();
  }
  const [first, last] = range.kind === "part" ? [range.first, range.last] : [0, size - 1];
  if (range.kind === "part")
    reply.code(206).header("content-range", `bytes ${first}-${last}/${size}`);
  reply.header("content-length", last - first + 1);
  if (request.method === "HEAD" || last < first) {
    await handle.close();
    // Of a stream fastify leaves the length alone.
    return reply.send(Readable.from([]));
  }
  const stream = handle.createReadStream({ start: first, end: last });
  const streams = sending.get(request.server.server);
  streams?.add(stream);
  stream.once("close", () => streams?.delete(stream));
  return reply.send(stream);
}

/** Whether the client has this state of the file; the tag counts for more than the time (RFC 9110, section 13.2.2). */
function isKnown({ headers }: FastifyRequest, etag: string, modifiedAt: number): boolean {
  const tags = headers["if-none-match"];
  // A proxy that compresses makes the tag a weak one.
  if (tags !== undefined)
    return tags.split(",").some((tag) => ["*", etag].includes(tag.trim().replace(/^W\//, "")));
  const since = Date.parse(headers["if-modified-since"] ?? "");
  return Math.floor(modifiedAt / 1000) * 1000 <= since;
}
