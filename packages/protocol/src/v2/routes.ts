import { z } from "zod";
import type { Permission } from "../roles.js";
import {
  ArchiveKey,
  NewSnapshot,
  Restored,
  SnapshotDifference,
  SnapshotsV2,
  SnapshotV2,
} from "./archive.js";
import { nothing } from "./common.js";
import {
  ConferenceOutcomes,
  ConferencePatch,
  ConferenceRemovals,
  ConferencesPage,
  ConferencesQuery,
  ConferenceV2,
  NewConferences,
  TypesV2,
} from "./conferences.js";
import {
  ChatMessage,
  ChatMessages,
  CommandDone,
  ConferenceCommand,
  LiveConferences,
  LiveConferenceV2,
  MemberCommand,
  NewChatMessage,
  Prompts,
  Registrations,
} from "./live.js";
import type { RouteName } from "./paths.js";
import { ProvisioningV2 } from "./provisioning.js";
import {
  RecordingConversion,
  RecordingDetailsV2,
  RecordingsPage,
  RecordingsQuery,
  RecordingsStorageV2,
  RecordingV2,
} from "./recordings.js";
import { Me, MyPhone, SignIn } from "./session.js";
import {
  ConsoleCommand,
  ConsoleReply,
  Reloaded,
  SystemEvents,
  SystemEventsQuery,
  SystemV2,
} from "./system.js";
import {
  ContextsV2,
  NewPassword,
  NewUsers,
  RemovalOutcomes,
  UserOutcomes,
  UserPatch,
  UserRemovals,
  UsersPage,
  UsersQuery,
  UserV2,
  UserWithPassword,
} from "./users.js";

/** What one route takes and gives; the source of validation, of the OpenAPI document and of the client's types. */
export interface RouteSchema {
  readonly summary: string;
  readonly tag: string;
  /** `undefined`: for anybody, signed in or not. */
  readonly permission: Permission | undefined;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** `undefined` schema: 204 without a body. */
  readonly answer: z.ZodType;
  /** Answers with bytes of this media type in place of JSON. */
  readonly media?: string;
}

const none = { answer: nothing } as const;

export const ROUTES = {
  "session.create": {
    summary: "Sign in; sets the session's cookie",
    tag: "session",
    permission: undefined,
    body: SignIn,
    answer: Me,
  },
  "session.end": { summary: "Sign out", tag: "session", permission: undefined, ...none },
  "me.read": { summary: "Who I am", tag: "session", permission: "self.read", answer: Me },
  "me.phone": {
    summary: "What my browser's phone needs to register",
    tag: "session",
    permission: "self.read",
    answer: MyPhone,
  },
  "me.provisioning": {
    summary: "How my phone gets its settings; the links in it stand for me",
    tag: "session",
    permission: "self.read",
    answer: ProvisioningV2,
  },
  "users.list": {
    summary: "Users of the directory",
    tag: "users",
    permission: "users.read",
    query: UsersQuery,
    answer: UsersPage,
  },
  "users.create": {
    summary: "Add users, or try it with dryRun",
    tag: "users",
    permission: "users.write",
    body: NewUsers,
    answer: UserOutcomes,
  },
  "users.read": {
    summary: "One user",
    tag: "users",
    permission: "users.read",
    answer: UserV2,
  },
  "users.change": {
    summary: "Change a user",
    tag: "users",
    permission: "users.write",
    body: UserPatch,
    answer: UserV2,
  },
  "users.remove": { summary: "Remove a user", tag: "users", permission: "users.write", ...none },
  "users.removeMany": {
    summary: "Remove users",
    tag: "users",
    permission: "users.write",
    body: UserRemovals,
    answer: RemovalOutcomes,
  },
  "users.newPassword": {
    summary: "Give a user a new password",
    tag: "users",
    permission: "users.write",
    body: NewPassword,
    answer: UserWithPassword,
  },
  "users.provisioning": {
    summary: "How a user's phone gets its settings; the links in it stand for the user",
    tag: "users",
    permission: "users.write",
    answer: ProvisioningV2,
  },
  "contexts.list": {
    summary: "Contexts and their roles",
    tag: "users",
    permission: "users.read",
    answer: ContextsV2,
  },
  "conferences.list": {
    summary: "Conferences: all for those who may read them, else those one may dial",
    tag: "conferences",
    permission: "self.read",
    query: ConferencesQuery,
    answer: ConferencesPage,
  },
  "conferences.create": {
    summary: "Add conferences, or try it with dryRun",
    tag: "conferences",
    permission: "conferences.write",
    body: NewConferences,
    answer: ConferenceOutcomes,
  },
  "conferences.read": {
    summary: "One conference",
    tag: "conferences",
    permission: "self.read",
    answer: ConferenceV2,
  },
  "conferences.change": {
    summary: "Change a conference",
    tag: "conferences",
    permission: "conferences.write",
    body: ConferencePatch,
    answer: ConferenceV2,
  },
  "conferences.remove": {
    summary: "Remove a conference",
    tag: "conferences",
    permission: "conferences.write",
    ...none,
  },
  "conferences.removeMany": {
    summary: "Remove conferences",
    tag: "conferences",
    permission: "conferences.write",
    body: ConferenceRemovals,
    answer: RemovalOutcomes,
  },
  "types.list": {
    summary: "Types a conference may have",
    tag: "conferences",
    permission: "conferences.read",
    answer: TypesV2,
  },
  "live.list": {
    summary: "Running conferences one may watch",
    tag: "live",
    permission: "self.read",
    answer: LiveConferences,
  },
  "live.read": {
    summary: "One running conference",
    tag: "live",
    permission: "self.read",
    answer: LiveConferenceV2,
  },
  "live.command": {
    summary: "Control a conference; answers when the switch has done it",
    tag: "live",
    permission: "self.read",
    body: ConferenceCommand,
    answer: CommandDone,
  },
  "live.memberCommand": {
    summary: "Control a member, or oneself",
    tag: "live",
    permission: "self.read",
    body: MemberCommand,
    answer: CommandDone,
  },
  "live.chat": {
    summary: "What was written in a conference",
    tag: "live",
    permission: "self.read",
    answer: ChatMessages,
  },
  "live.say": {
    summary: "Write to a conference",
    tag: "live",
    permission: "self.read",
    body: NewChatMessage,
    answer: ChatMessage,
  },
  "registrations.list": {
    summary: "Phones signed in",
    tag: "live",
    permission: "registrations.watch",
    answer: Registrations,
  },
  "prompts.list": {
    summary: "Sounds a conference can be played",
    tag: "live",
    permission: "self.read",
    answer: Prompts,
  },
  "recordings.list": {
    summary: "Recordings one may read",
    tag: "recordings",
    permission: "self.read",
    query: RecordingsQuery,
    answer: RecordingsPage,
  },
  "recordings.read": {
    summary: "The file; ranges are served. With ?download it is an attachment",
    tag: "recordings",
    permission: "self.read",
    answer: nothing,
    media: "audio/wav",
  },
  "recordings.remove": {
    summary: "Remove a recording",
    tag: "recordings",
    permission: "self.read",
    ...none,
  },
  "recordings.details": {
    summary: "Who was in it, who started and paused it, how it ended",
    tag: "recordings",
    permission: "self.read",
    answer: RecordingDetailsV2,
  },
  "recordings.convert": {
    summary: "Turn a finished recording into another format; the new file takes its place",
    tag: "recordings",
    permission: "self.read",
    body: RecordingConversion,
    answer: RecordingV2,
  },
  "recordings.storage": {
    summary: "Room for recordings, and the rules that keep it",
    tag: "recordings",
    permission: "system.read",
    answer: RecordingsStorageV2,
  },
  "archive.list": {
    summary: "Snapshots of the switch's configuration, the newest first",
    tag: "archive",
    permission: "archive.use",
    answer: SnapshotsV2,
  },
  "archive.store": {
    summary: "Make a snapshot",
    tag: "archive",
    permission: "archive.use",
    body: NewSnapshot,
    answer: SnapshotV2,
  },
  "archive.upload": {
    summary:
      "Take a tar.gz in as a snapshot, encrypted by age or not; the body is the file itself (application/gzip)",
    tag: "archive",
    permission: "archive.use",
    query: NewSnapshot,
    answer: SnapshotV2,
  },
  "archive.read": {
    summary: "The file; ranges are served",
    tag: "archive",
    permission: "archive.use",
    answer: nothing,
    media: "application/gzip",
  },
  "archive.remove": {
    summary: "Remove a snapshot",
    tag: "archive",
    permission: "archive.use",
    ...none,
  },
  "archive.difference": {
    summary: "What restoring a snapshot would change",
    tag: "archive",
    permission: "archive.use",
    answer: SnapshotDifference,
  },
  "archive.compare": {
    summary: "The same with a key, for an encrypted snapshot",
    tag: "archive",
    permission: "archive.use",
    body: ArchiveKey,
    answer: SnapshotDifference,
  },
  "archive.restore": {
    summary: "Bring the configuration back to a snapshot, or leave it as it is",
    tag: "archive",
    permission: "archive.use",
    body: ArchiveKey,
    answer: Restored,
  },
  "system.read": {
    summary: "How server and switch are",
    tag: "system",
    permission: "system.read",
    answer: SystemV2,
  },
  "system.reload": {
    summary: "Have the switch read its configuration again",
    tag: "system",
    permission: "conferences.write",
    answer: Reloaded,
  },
  "system.events": {
    summary: "The last events of the switch",
    tag: "system",
    permission: "system.read",
    query: SystemEventsQuery,
    answer: SystemEvents,
  },
  "system.console": {
    summary: "An api command of the event socket, where the configuration permits it",
    tag: "system",
    permission: "archive.use",
    body: ConsoleCommand,
    answer: ConsoleReply,
  },
} as const satisfies Record<RouteName, RouteSchema>;

/** Path parameters are always text. */
export const PathValue = z.string().min(1).max(512);
