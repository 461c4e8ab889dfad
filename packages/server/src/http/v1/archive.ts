import type { FastifyInstance, FastifyReply } from "fastify";
import { isPart, PARTS, type Part } from "../../archive/index.js";
import { HttpError, refusalOf } from "../errors.js";
import type { HttpV1Dependencies } from "./dependencies.js";
import { refuseOtherSites } from "./same-site.js";

type Dir = { Params: { dir: string } };

/** `/api/store/DIR` and `/api/restore/DIR`, the latter of the newest archive that somebody stored. */
export function registerArchive(app: FastifyInstance, { archive }: HttpV1Dependencies): void {
  const write = { config: { permission: "archive.use" }, onRequest: refuseOtherSites } as const;
  app.get<Dir>("/api/store/:dir", write, ({ params }, reply) =>
    answer(reply, "store", params.dir, async (part) => (await archive.store(part)).file),
  );
  app.get<Dir>("/api/restore/:dir", write, ({ params }, reply) =>
    answer(reply, "restore", params.dir, async (part) => (await archive.restoreNewest(part)).file),
  );
}

/** `done` and `failed` are texts here, one of them empty. */
async function answer(
  reply: FastifyReply,
  op: "store" | "restore",
  dir: string,
  work: (part: Part) => Promise<string>,
): Promise<unknown> {
  try {
    if (!isPart(dir)) throw new HttpError(400, `dir is not one of ${PARTS.join(", ")}`, "dir");
    return { op: `${op}/${dir}`, done: await work(dir), failed: "" };
  } catch (error) {
    const { status, body, headers } = refusalOf(error as Error);
    if (status === 500) throw error;
    reply.code(status).headers(headers);
    return { op: `${op}/${dir}`, done: "", failed: body.error, ...body };
  }
}
