import type { FastifyInstance } from "fastify";
import { type ArchiveDependencies, archiveHandlers, registerUpload } from "./archive.js";
import { type ConferencesDependencies, conferencesHandlers } from "./conferences.js";
import { registerDocumentation } from "./documentation.js";
import { type LiveDependencies, liveHandlers } from "./live.js";
import { type PhoneDependencies, phoneHandlers } from "./phone.js";
import { type ProvisioningV2Dependencies, provisioningHandlers } from "./provisioning.js";
import {
  type RecordingDetailsDependencies,
  recordingDetailsHandlers,
} from "./recording-details.js";
import { recordingsHandlers } from "./recordings.js";
import {
  type RecordingsKeepingDependencies,
  recordingsKeepingHandlers,
} from "./recordings-keeping.js";
import { registerRoutes } from "./routes.js";
import { type SessionDependencies, sessionHandlers } from "./session.js";
import { type SystemDependencies, systemHandlers } from "./system.js";
import { type UsersDependencies, usersHandlers } from "./users.js";

export { viewerFolder } from "./documentation.js";

/** What REST v2 needs of the other rooms. */
export interface HttpV2Dependencies
  extends ArchiveDependencies,
    SessionDependencies,
    PhoneDependencies,
    ProvisioningV2Dependencies,
    UsersDependencies,
    ConferencesDependencies,
    LiveDependencies,
    RecordingsKeepingDependencies,
    RecordingDetailsDependencies,
    SystemDependencies {
  /** Of the server, for the document that describes the routes. */
  readonly version: string;
}

/** REST v2: the protocol's table of routes, each answered by the room it belongs to. */
export function registerHttpV2(app: FastifyInstance, rooms: HttpV2Dependencies): void {
  registerDocumentation(app, rooms.version);
  registerRoutes(app, sessionHandlers(rooms));
  registerRoutes(app, phoneHandlers(rooms));
  registerRoutes(app, provisioningHandlers(rooms));
  registerRoutes(app, usersHandlers(rooms));
  registerRoutes(app, conferencesHandlers(rooms));
  registerRoutes(app, liveHandlers(rooms));
  registerRoutes(app, recordingsHandlers(rooms));
  registerRoutes(app, recordingDetailsHandlers(rooms));
  registerRoutes(app, recordingsKeepingHandlers(rooms));
  registerRoutes(app, archiveHandlers(rooms));
  registerUpload(app, rooms);
  registerRoutes(app, systemHandlers(rooms));
}
