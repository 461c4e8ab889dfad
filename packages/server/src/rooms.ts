import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createArchive, encryptionOf } from "./archive/index.js";
import { ChangeQueue, createTreeStore } from "./changes/index.js";
import { createConferencesService } from "./conferences/index.js";
import { roleOfContext, type Settings } from "./config/index.js";
import { createLiveCommands, memberName, promptsBelow } from "./live-commands/index.js";
import { createLiveNotes } from "./live-notes/index.js";
import {
  createConferenceControl,
  createLiveState,
  type LiveConference,
  type LiveMember,
} from "./live-state/index.js";
import type { Logger } from "./logging/index.js";
import { createPhones } from "./provisioning/index.js";
import { createRecordingStories, type GrowthRules } from "./recording-stories/index.js";
import { createRecordings } from "./recordings/index.js";
import { createRecordingsKeeper, keepRules } from "./recordings-keeper/index.js";
import { createSwitch, type Switch } from "./switch/index.js";
import { createUsersService } from "./users/index.js";
import { createXmlState } from "./xml-state/index.js";

export interface ServerOptions {
  readonly logger: Logger;
  /** Holds `user.xml` and `conference.xml`; Parley's own unless told. */
  readonly templatesDir?: string;
  /** When the file of a running recording counts as not growing; as FreeSWITCH writes unless told. */
  readonly growth?: Partial<GrowthRules>;
}

const TEMPLATES = fileURLToPath(new URL("../../../freeswitch/templates", import.meta.url));

/** All rooms behind the doors that people and phones come in by. */
export type Rooms = ReturnType<typeof createRooms>;

/** Makes the rooms and joins them; nothing is dialled or opened yet. */
export function createRooms(
  settings: Settings,
  { logger, templatesDir = TEMPLATES, growth }: ServerOptions,
) {
  const { contexts, confDir, dataDir } = settings;
  const switch_: Switch = createSwitch({
    host: settings.eslHost,
    port: settings.eslPort,
    password: settings.eslPassword,
    ...(settings.eslUser === undefined ? {} : { user: settings.eslUser }),
  });
  const xmlState = createXmlState(switch_, contexts);
  const live = createLiveState(switch_);
  const store = createTreeStore({ confDir, dataDir, templatesDir, contexts });
  const queue = new ChangeQueue({
    store,
    switch: switch_,
    xmlState,
    onTrouble: (what, err) => logger.error({ room: "changes", err }, what),
  });
  const archive = createArchive({
    confDir,
    folder: join(dataDir, "archive"),
    door: queue,
    contexts,
    encryption: encryptionOf(settings),
    globals: () => xmlState.current.globals,
  });
  const service = { queue, xmlState, contexts };
  const phones = createPhones({
    settings,
    xmlState,
    liveState: () => live.current,
    switch: switch_,
    templatesDir,
    logger,
  });
  const users = createUsersService({ ...service, provision: (all) => phones.provision(all) });
  const conferences = createConferencesService(service);
  const recordingsDir = () =>
    settings.recordingsDir ?? xmlState.current.globals["recordings_dir"] ?? "";
  const notes = createLiveNotes(live);
  const nameOf = (conference: LiveConference, member: LiveMember) =>
    memberName(conference, member, { notes, xmlState: xmlState.current });
  // Before whatever shows live state: it shows the stories too.
  const stories = createRecordingStories({
    live,
    notes,
    node: switch_.node,
    folder: recordingsDir,
    describe: ({ name, profile }) => {
      const configured = xmlState.current.conferenceByName(name);
      if (!configured) return { type: profile };
      return { number: configured.num, context: configured.context, type: configured.type };
    },
    nameOf,
    logger: logger.child({ room: "recording-stories" }),
    ...(growth ? { growth } : {}),
  });
  xmlState.on("changed", () => stories.folderChanged());
  const recordings = createRecordings({
    folder: recordingsDir,
    xmlState: () => xmlState.current,
    liveState: () => live.current,
    stories,
    roleOf: (context) => roleOfContext(contexts, context),
  });
  const keeper = createRecordingsKeeper({
    rules: keepRules(settings),
    folder: recordingsDir,
    recordings,
    live,
    switch: switch_,
    stories,
    ffmpeg: settings.ffmpeg,
    logger: logger.child({ room: "recordings-keeper" }),
  });
  const control = createConferenceControl({
    switch: switch_,
    state: () => live.current,
    recordingsDir,
    typeOf: ({ name, profile }) => xmlState.current.conferenceByName(name)?.type ?? profile,
    recordingRefusal: () => keeper.refusal(),
    onRecordingAsked: (request) => stories.asked(request),
    nameOf,
    onEffectFailed: (effect, error) => {
      const message = error instanceof Error ? error.message : String(error);
      logger.warn({ room: "live-state", effect, error: message }, "an effect failed");
    },
  });
  live.on("happened", (event, before) => control.handle(event, before));
  const prompts = promptsBelow(() => xmlState.current.globals["sound_prefix"] ?? "");
  const commands = createLiveCommands({
    switch: switch_,
    control,
    live,
    notes,
    stories,
    xmlState: () => xmlState.current,
    contexts,
    prompts,
  });
  return {
    switch: switch_,
    xmlState,
    live,
    queue,
    archive,
    users,
    conferences,
    control,
    notes,
    prompts,
    commands,
    stories,
    recordings,
    keeper,
    phones,
  };
}
