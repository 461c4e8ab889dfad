import type { FastifyInstance } from "fastify";
import { registerArchive } from "./archive.js";
import { registerConferences } from "./conferences.js";
import type { HttpV1Dependencies } from "./dependencies.js";
import { registerInfo } from "./info.js";
import { registerRecordings } from "./recordings.js";
import { registerSelf } from "./self.js";
import { registerUsers } from "./users.js";

export type { HttpV1Dependencies } from "./dependencies.js";

/** REST v1: thin routes over the rooms; who may use each stands in its `permission`. */
export function registerHttpV1(app: FastifyInstance, rooms: HttpV1Dependencies): void {
  registerUsers(app, rooms);
  registerConferences(app, rooms);
  registerRecordings(app, rooms);
  registerArchive(app, rooms);
  registerInfo(app, rooms);
  registerSelf(app, rooms);
}
