import type {
  ChatMessage,
  FeedEventV2,
  LiveConferenceV2,
  LiveMemberV2,
  RecordingAlarm,
  RegistrationV2,
  ServerMessageV2,
} from "@parley/protocol/client";

/** `waiting`: the connection is lost and is being made again. */
export type Connection = "connecting" | "open" | "waiting";

export interface RaisedAlarm {
  readonly file: string;
  readonly alarm: Exclude<RecordingAlarm, "notGrowing">;
  /** ISO 8601. */
  readonly at: string;
}

/** What the server last said of everything live, as a value: each message makes a new one, sharing what did not change. */
export interface FeedState {
  readonly connection: Connection;
  readonly switchConnected: boolean;
  readonly epoch: string | undefined;
  readonly seq: number;
  readonly conferences: ReadonlyMap<string, LiveConferenceV2>;
  readonly registrations: ReadonlyMap<string, RegistrationV2>;
  /** By conference; what was written since the page is open. */
  readonly chats: ReadonlyMap<string, readonly ChatMessage[]>;
  /** By conference: the recording that was last stopped for want of space or could not begin, until another runs there. */
  readonly alarms: ReadonlyMap<string, RaisedAlarm>;
  /** Grows whenever users or conferences have changed. */
  readonly configurationVersion: number;
}

export const EMPTY_FEED: FeedState = {
  connection: "connecting",
  switchConnected: true,
  epoch: undefined,
  seq: 0,
  conferences: new Map(),
  registrations: new Map(),
  chats: new Map(),
  alarms: new Map(),
  configurationVersion: 0,
};

export const CHAT_LIMIT = 500;

const byId = <Item extends { readonly id: string }>(items: readonly Item[]) =>
  new Map(items.map((item) => [item.id, item]));

const withEntry = <Value>(map: ReadonlyMap<string, Value>, id: string, value: Value) =>
  new Map(map).set(id, value);

function without<Value>(map: ReadonlyMap<string, Value>, id: string): ReadonlyMap<string, Value> {
  if (!map.has(id)) return map;
  const copy = new Map(map);
  copy.delete(id);
  return copy;
}

/** What is remembered of conferences that are still there; what was missed of a chat is asked for by those who show it. */
const ofRunning = <Value>(map: ReadonlyMap<string, Value>, running: readonly LiveConferenceV2[]) =>
  new Map(running.flatMap(({ id }) => (map.has(id) ? [[id, map.get(id) as Value] as const] : [])));

function inConference(
  state: FeedState,
  id: string,
  change: (members: readonly LiveMemberV2[]) => LiveMemberV2[],
): FeedState {
  const conference = state.conferences.get(id);
  if (!conference) return state;
  const changed = { ...conference, members: change(conference.members) };
  return { ...state, conferences: withEntry(state.conferences, id, changed) };
}

const put = (member: LiveMemberV2) => (members: readonly LiveMemberV2[]) =>
  members.some(({ id }) => id === member.id)
    ? members.map((each) => (each.id === member.id ? member : each))
    : [...members, member];

/** One that has begun since is not the one that was stopped; that one may still be named while it ends. */
function withoutBegunAgain(
  alarms: FeedState["alarms"],
  { id, recordings }: Pick<LiveConferenceV2, "id" | "recordings">,
): FeedState["alarms"] {
  const raised = alarms.get(id);
  const again = raised && recordings.some(({ file }) => file !== raised.file);
  return again ? without(alarms, id) : alarms;
}

function happened(state: FeedState, event: FeedEventV2): FeedState {
  const { conferences, registrations, chats, alarms } = state;
  switch (event.type) {
    case "conferenceStarted":
      return {
        ...state,
        conferences: withEntry(conferences, event.conference.id, event.conference),
      };
    case "conferenceChanged": {
      const { id } = event.conference;
      const members = conferences.get(id)?.members ?? [];
      return {
        ...state,
        conferences: withEntry(conferences, id, { ...event.conference, members }),
        alarms: withoutBegunAgain(alarms, event.conference),
      };
    }
    case "conferenceEnded":
      return {
        ...state,
        conferences: without(conferences, event.id),
        chats: without(chats, event.id),
        alarms: without(alarms, event.id),
      };
    case "memberJoined":
    case "memberChanged":
      return inConference(state, event.id, put(event.member));
    case "memberLeft":
      return inConference(state, event.id, (members) =>
        members.filter(({ id }) => id !== event.member),
      );
    case "recordingTrouble": {
      // Of that the conference's own recordings tell.
      if (event.trouble === "notGrowing" || !conferences.has(event.id)) return state;
      const alarm = { file: event.file, alarm: event.trouble, at: event.at };
      return { ...state, alarms: withEntry(alarms, event.id, alarm) };
    }
    case "chat": {
      const before = chats.get(event.id) ?? [];
      const lines = [...before, event.message].slice(-CHAT_LIMIT);
      return { ...state, chats: withEntry(chats, event.id, lines) };
    }
    case "registered": {
      const { registration } = event;
      return { ...state, registrations: withEntry(registrations, registration.id, registration) };
    }
    case "unregistered":
      return { ...state, registrations: without(registrations, event.id) };
    case "configurationChanged":
      return { ...state, configurationVersion: state.configurationVersion + 1 };
    case "switch":
      return { ...state, switchConnected: event.connected };
  }
}

/** Whether events between what is known and this one never came. */
export const isGap = ({ seq }: FeedState, message: ServerMessageV2): boolean =>
  "at" in message && "seq" in message && message.seq > seq + 1;

/** The next state after a message of the server; answers and pongs change nothing. */
export function received(state: FeedState, message: ServerMessageV2): FeedState {
  switch (message.type) {
    case "welcome":
      return { ...state, connection: "open", epoch: message.epoch, seq: message.seq };
    case "snapshot":
      return {
        ...state,
        connection: "open",
        epoch: message.epoch,
        seq: message.seq,
        switchConnected: message.switch.connected,
        conferences: byId(message.conferences),
        chats: ofRunning(state.chats, message.conferences),
        alarms: ofRunning(state.alarms, message.conferences),
        registrations: byId(message.registrations),
        configurationVersion: state.configurationVersion + 1,
      };
    case "answer":
    case "pong":
    case "problem":
      return state;
    default:
      // One that was seen already, after a resume.
      if (message.seq <= state.seq) return state;
      return { ...happened(state, message), seq: message.seq };
  }
}
