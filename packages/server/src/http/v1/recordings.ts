import { may, RecordingsDelBody } from "@parley/protocol";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { roleOfContext } from "../../config/index.js";
import {
  type Recording,
  RecordingBusyError,
  RecordingNotFoundError,
} from "../../recordings/index.js";
import { HttpError, parseBody } from "../errors.js";
import { attachment, sendOpened } from "../send-file.js";
import type { HttpV1Dependencies } from "./dependencies.js";

type File = { Params: { file: string } };
type Text = { Params: { text: string } };

/** Which recordings a group of routes is about. */
type Shown = (recording: Recording) => boolean;

/** `/api/recordings…` for administrators, `/fr/…` with the recordings that moderators may have. */
export function registerRecordings(app: FastifyInstance, rooms: HttpV1Dependencies): void {
  registerAll(app, rooms);
  registerFriends(app, rooms);
}

function registerAll(app: FastifyInstance, rooms: HttpV1Dependencies): void {
  const all: Shown = () => true;
  const read = { config: { permission: "recordings.read" } } as const;
  const write = { config: { permission: "recordings.delete" } } as const;

  app.get("/api/recordings", read, async () => {
    return { op: "api/recordings", files: await namesOf(rooms, all) };
  });
  app.get<Text>("/api/recordings/find/:text", read, async ({ params: { text } }) => {
    const files = await namesOf(rooms, ({ file }) => file.includes(text));
    return { op: `api/recordings/find/${text}`, files };
  });
  app.get<File>("/api/recordings/:file", read, async (request, reply) =>
    sendRecording(rooms, all, request, reply),
  );
  app.post("/api/recordings/del", write, async ({ body }, reply) =>
    removeRecordings(rooms, all, "api/recordings/del", body, reply),
  );
}

/** Whoever of a role that may command some conferences; the recordings are those of these, an administrator's too. */
function registerFriends(app: FastifyInstance, rooms: HttpV1Dependencies): void {
  const friends = { config: { permission: "directory.friends" } } as const;
  const shown =
    (permission: "recordings.read" | "recordings.delete"): Shown =>
    ({ conference }) =>
      may("moderator", permission, conference && roleOfContext(rooms.contexts, conference.context));

  // Spelled like this on the wire.
  app.get("/fr/friendsrec", friends, async () => {
    return { op: "friendserc", files: await namesOf(rooms, shown("recordings.read")) };
  });
  app.get<File>("/fr/friendsrec/:file", friends, async (request, reply) =>
    sendRecording(rooms, shown("recordings.read"), request, reply),
  );
  app.post("/fr/delfriendsrec", friends, async ({ body }, reply) =>
    removeRecordings(rooms, shown("recordings.delete"), "delfriendsrec", body, reply),
  );
}

async function namesOf({ recordings }: HttpV1Dependencies, shown: Shown): Promise<string[]> {
  return (await recordings.list()).filter(shown).map(({ file }) => file);
}

/** What may not be had is answered as what is not there. */
async function sendRecording(
  { recordings }: HttpV1Dependencies,
  shown: Shown,
  request: FastifyRequest<File>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { file } = request.params;
  const recording = await recordings.find(file).catch(refuse);
  if (!shown(recording)) throw notThere(file);
  const opened = await recordings.open(file).catch(refuse);
  reply.header("content-disposition", attachment(file));
  return sendOpened(request, reply, file, opened);
}

async function removeRecordings(
  { recordings }: HttpV1Dependencies,
  shown: Shown,
  op: string,
  body: unknown,
  reply: FastifyReply,
): Promise<unknown> {
  const done: string[] = [];
  const failed: string[] = [];
  let reason: HttpError | undefined;
  for (const { file } of parseBody(RecordingsDelBody, body)) {
    try {
      if (!shown(await recordings.find(file))) throw notThere(file);
      await recordings.remove(file);
      done.push(file);
    } catch (error) {
      reason ??= refusal(error);
      failed.push(file);
    }
  }
  if (!reason || done.length > 0) return { op, done, failed };
  reply.code(reason.statusCode);
  return { op, done, failed, error: reason.message };
}

const notThere = (file: string): HttpError =>
  new HttpError(404, `no recording ${JSON.stringify(file)}`, "file");

/** @throws whatever is no refusal of the room's. */
function refusal(error: unknown): HttpError {
  if (error instanceof HttpError) return error;
  if (error instanceof RecordingNotFoundError) return notThere(error.file);
  if (error instanceof RecordingBusyError) return new HttpError(409, error.message, "file");
  throw error;
}

function refuse(error: unknown): never {
  throw refusal(error);
}
