import { Readable } from "node:stream";
import type { SnapshotV2 } from "@parley/protocol";
import type { FastifyInstance } from "fastify";
import type { Archive, Snapshot } from "../../archive/index.js";
import { attachment, sendOpened } from "../send-file.js";
import { type Handlers, registerRoutes } from "./routes.js";

export interface ArchiveDependencies {
  readonly archive: Archive;
}

/** Snapshots of the switch's tree. */
export function archiveHandlers({ archive }: ArchiveDependencies): Handlers {
  return {
    "archive.list": async () => ({ items: (await archive.list()).map(snapshotV2) }),
    "archive.store": async ({ body: { part, label } }) =>
      snapshotV2(await archive.store(part, label)),
    "archive.read": async ({ params: { file }, request, reply }) => {
      const opened = await archive.read(file);
      reply.header("content-disposition", attachment(file));
      return sendOpened(request, reply, file, opened);
    },
    "archive.remove": async ({ params: { file } }) => {
      await archive.remove(file);
      return undefined;
    },
    "archive.difference": async ({ params: { file } }) => ({
      items: await archive.difference(file),
    }),
    "archive.compare": async ({ params: { file }, body }) => ({
      items: await archive.difference(file, body),
    }),
    "archive.restore": async ({ params: { file }, body, account, request }) => {
      request.log.warn({ user: account.user.id, file }, "restoring the switch's configuration");
      const { before, ...restored } = await archive.restore(file, body);
      return { ...restored, ...(before === undefined ? {} : { before }) };
    },
  };
}

/** The one route whose body is no JSON; it reaches the room as it comes, which stops it when it is too much. */
export function registerUpload(app: FastifyInstance, { archive }: ArchiveDependencies): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
    registerRoutes(scope, {
      "archive.upload": async ({ query: { part, label }, request }) => {
        const source = request.body instanceof Readable ? request.body : Readable.from([]);
        return snapshotV2(await archive.upload(part, label, source));
      },
    });
  });
}

/** The one constructor of v2 snapshots. */
function snapshotV2(snapshot: Snapshot): SnapshotV2 {
  const { file, part, label, automatic, encrypted, createdAt, size } = snapshot;
  const at = new Date(createdAt).toISOString();
  return { file, part, ...(label ? { label } : {}), automatic, encrypted, createdAt: at, size };
}
