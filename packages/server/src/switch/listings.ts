import type {
  ConferenceListing,
  MemberListing,
  RecordingListing,
  RegistrationRow,
} from "./types.js";

/** A JSON answer of the switch has not the shape it should have; says where. */
export class UnexpectedAnswerError extends Error {
  constructor(where: string) {
    super(`unexpected ${where}`);
    this.name = "UnexpectedAnswerError";
  }
}

type Fields = Readonly<Record<string, unknown>>;

/** Reads `conference json_list`. Throws UnexpectedAnswerError and SyntaxError. */
export function readConferenceList(text: string): Omit<ConferenceListing, "profile">[] {
  const list: unknown = JSON.parse(text);
  if (!Array.isArray(list)) throw new UnexpectedAnswerError("list of conferences");
  return list.map((entry) => readConference(fields(entry, "conference")));
}

function readConference(entry: Fields): Omit<ConferenceListing, "profile"> {
  const nodes = entry["members"];
  if (!Array.isArray(nodes)) throw new UnexpectedAnswerError("members of a conference");
  const callers: MemberListing[] = [];
  const recordings: RecordingListing[] = [];
  for (const node of nodes.map((each) => fields(each, "member"))) {
    if (node["type"] === "caller") callers.push(readMember(node));
    else if (node["type"] === "recording_node") recordings.push(readRecording(node));
    // Anything else is a node without channel and path, which the switch lists as {} (conference_api.c).
  }
  return {
    uuid: text(entry, "conference_uuid"),
    name: text(entry, "conference_name"),
    locked: entry["locked"] === true,
    runSeconds: count(entry, "run_time"),
    // The switch prepends whoever joins (conference_member.c).
    members: callers.reverse(),
    recordings: recordings.reverse(),
  };
}

function readMember(node: Fields): MemberListing {
  const flags = fields(node["flags"], "flags of a member");
  return {
    id: identifier(node, "id"),
    uuid: text(node, "uuid"),
    name: optionalText(node, "caller_id_name"),
    number: optionalText(node, "caller_id_number"),
    canHear: flags["can_hear"] === true,
    canSpeak: flags["can_speak"] === true,
    hold: flags["hold"] === true,
    talking: flags["talking"] === true,
    hasVideo: flags["has_video"] === true,
    hasFloor: flags["has_floor"] === true,
    isModerator: flags["is_moderator"] === true,
    joinedSecondsAgo: count(node, "join_time"),
    energy: count(node, "energy"),
    volumeIn: count(node, "volume_in"),
    volumeOut: count(node, "volume_out"),
  };
}

function readRecording(node: Fields): RecordingListing {
  return {
    path: text(node, "record_path"),
    status: node["status"] === "paused" ? "paused" : "running",
  };
}

/** Reads `show registrations as json`; without any there is no `rows` key. Throws as above. */
export function readRegistrations(answer: string): RegistrationRow[] {
  const { rows } = fields(JSON.parse(answer), "answer to show registrations");
  if (rows === undefined) return [];
  if (!Array.isArray(rows)) throw new UnexpectedAnswerError("rows of registrations");
  return rows.map((entry) => readRegistration(fields(entry, "registration")));
}

function readRegistration(row: Fields): RegistrationRow {
  const seconds = Number(optionalText(row, "expires"));
  return {
    user: text(row, "reg_user"),
    realm: optionalText(row, "realm"),
    callId: text(row, "token"),
    profile: /^sofia\/([^/]*)\//.exec(optionalText(row, "url"))?.[1] ?? "",
    ip: optionalText(row, "network_ip"),
    port: optionalText(row, "network_port"),
    expiresAt: Number.isFinite(seconds) ? seconds * 1000 : 0,
  };
}

function fields(value: unknown, where: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new UnexpectedAnswerError(where);
  return value as Fields;
}

function text(entry: Fields, key: string): string {
  const value = entry[key];
  if (typeof value !== "string" || value === "") throw new UnexpectedAnswerError(key);
  return value;
}

function optionalText(entry: Fields, key: string): string {
  const value = entry[key];
  return typeof value === "string" ? value : "";
}

function identifier(entry: Fields, key: string): string {
  const value = entry[key];
  if (!Number.isSafeInteger(value)) throw new UnexpectedAnswerError(key);
  return String(value);
}

function count(entry: Fields, key: string): number {
  const value = entry[key];
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}
