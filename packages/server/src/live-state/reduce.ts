import {
  conferenceKey,
  member,
  conference as newConference,
  registration,
  same,
} from "./entities.js";
import type { ConferenceFacts, DomainEvent, DomainEventOf, RecordingEventType } from "./events.js";
import type { LiveChange, LiveConference, LiveMember, LiveRecording, LiveState } from "./types.js";

export interface Reduction {
  readonly state: LiveState;
  readonly changes: readonly LiveChange[];
}

/**
 * The state after an event, and what became different. Pure. A duplicate, and an event about a member or conference
 * that is not known, return the same state object and no changes. Only what is touched is copied: the outer map, one
 * conference, its members.
 */
export function reduce(state: LiveState, event: DomainEvent): Reduction {
  switch (event.type) {
    case "registered":
      return reduceRegistered(state, event);
    case "unregistered":
      return reduceUnregistered(state, event);
    case "timePassed":
      return reduceTimePassed(state, event);
    case "allMuted":
      return reduceAllMuted(state, event);
    case "conferenceStarted":
      return reduceStarted(state, event);
    case "conferenceEnded":
      return reduceEnded(state, event);
    case "memberJoined":
      return reduceJoined(state, event);
    case "controlPressed":
      return unchanged(state);
    default:
      return reduceInConference(state, event);
  }
}

const unchanged = (state: LiveState): Reduction => ({ state, changes: [] });

function reduceStarted(state: LiveState, event: DomainEventOf<"conferenceStarted">): Reduction {
  if (state.conferences.has(conferenceKey(event.conference))) return unchanged(state);
  const conference = newConference(event.conference, event.at);
  return {
    state: withConference(state, conference),
    changes: [{ type: "conferenceStarted", conference }],
  };
}

function reduceEnded(state: LiveState, event: DomainEventOf<"conferenceEnded">): Reduction {
  const conference = state.conferences.get(conferenceKey(event.conference));
  if (!conference) return unchanged(state);
  const conferences = new Map(state.conferences);
  conferences.delete(conference.key);
  return {
    state: { ...state, conferences },
    changes: [{ type: "conferenceEnded", conference }],
  };
}

/** A join is believed even when the conference's beginning was missed: the event carries all there is to know. */
function reduceJoined(state: LiveState, event: DomainEventOf<"memberJoined">): Reduction {
  const known = state.conferences.get(conferenceKey(event.conference));
  const before = known ?? newConference(event.conference, event.at);
  const started: LiveChange[] = known ? [] : [{ type: "conferenceStarted", conference: before }];
  const already = before.members.get(event.member.id);
  if (already) {
    const talking = already.talking && event.member.talking;
    return changeMember(state, before, already, member({ ...already, ...event.member, talking }));
  }
  const joined = member({ ...event.member, volumeIn: 0, volumeOut: 0, joinedAt: event.at });
  const members = new Map(before.members).set(joined.id, joined);
  const conference = { ...describe(before, event.conference), members, lastJoin: joined };
  return {
    state: withConference(state, conference),
    changes: [...started, { type: "memberJoined", conference, member: joined }],
  };
}

type InConference = DomainEventOf<
  | "memberLeft"
  | "memberChanged"
  | "floorChanged"
  | "conferenceLocked"
  | "conferenceUnlocked"
  | RecordingEventType
>;

function reduceInConference(state: LiveState, event: InConference): Reduction {
  const known = state.conferences.get(conferenceKey(event.conference));
  if (!known) return unchanged(state);
  const described = describe(known, event.conference);
  const reduction = reduceKnown(state, described, event);
  if (reduction.changes.length > 0 || described === known) return reduction;
  return changed(state, described, { type: "conferenceChanged", conference: described });
}

function reduceKnown(state: LiveState, before: LiveConference, event: InConference): Reduction {
  switch (event.type) {
    case "memberLeft":
      return reduceLeft(state, before, event.member.id);
    case "memberChanged":
      return reduceReported(state, before, event);
    case "floorChanged":
      return reduceFloor(state, before, event.memberId);
    case "conferenceLocked":
      return reduceLock(state, before, true);
    case "conferenceUnlocked":
      return reduceLock(state, before, false);
    default:
      return reduceRecording(state, before, event);
  }
}

function reduceLeft(state: LiveState, before: LiveConference, id: string): Reduction {
  const left = before.members.get(id);
  if (!left) return unchanged(state);
  const members = new Map(before.members);
  members.delete(id);
  const floor = before.floor === id ? undefined : before.floor;
  const conference = { ...before, members, floor, lastLeave: left };
  return changed(state, conference, { type: "memberLeft", conference, member: left });
}

function reduceReported(
  state: LiveState,
  conference: LiveConference,
  event: DomainEventOf<"memberChanged">,
): Reduction {
  const before = conference.members.get(event.member.id);
  if (!before) return unchanged(state);
  const after = member({
    ...event.member,
    // Rooms that suppress start-talking never say when it ends, so only that event itself may begin it.
    talking: event.talking ?? (before.talking && event.member.talking),
    volumeIn: event.volumeIn ?? before.volumeIn,
    volumeOut: event.volumeOut ?? before.volumeOut,
    joinedAt: before.joinedAt,
  });
  const reduction = changeMember(state, conference, before, after);
  if (event.muted !== after.mute || before.mute !== after.mute) return reduction;
  const room = reduction.state.conferences.get(conference.key) ?? conference;
  const repeated: LiveChange = { type: "muteRepeated", conference: room, member: after };
  return { state: reduction.state, changes: [...reduction.changes, repeated] };
}

function changeMember(
  state: LiveState,
  before: LiveConference,
  was: LiveMember,
  is: LiveMember,
): Reduction {
  if (same(was, is)) return unchanged(state);
  const conference = { ...before, members: new Map(before.members).set(is.id, is) };
  return changed(state, conference, {
    type: "memberChanged",
    conference,
    member: is,
    before: was,
  });
}

function reduceFloor(state: LiveState, before: LiveConference, id: string | undefined): Reduction {
  const holder = id === undefined ? undefined : before.members.get(id);
  if (before.floor === id || (id !== undefined && !holder)) return unchanged(state);
  const conference = { ...before, floor: id };
  return changed(state, conference, { type: "floorChanged", conference, member: holder });
}

function reduceLock(state: LiveState, before: LiveConference, locked: boolean): Reduction {
  if (before.locked === locked) return unchanged(state);
  const conference = { ...before, locked };
  return changed(state, conference, { type: locked ? "locked" : "unlocked", conference });
}

type RecordingEvent = DomainEventOf<RecordingEventType>;

const RECORDING_STATUS = {
  recordingStarted: "running",
  recordingPaused: "paused",
  recordingResumed: "running",
  recordingStopped: undefined,
  recordingFailed: undefined,
} as const satisfies Record<RecordingEvent["type"], LiveRecording["status"] | undefined>;

function reduceRecording(
  state: LiveState,
  before: LiveConference,
  event: RecordingEvent,
): Reduction {
  const was = before.recordings.get(event.path)?.status;
  const is = RECORDING_STATUS[event.type];
  const { type, path } = event;
  if (type === "recordingFailed" && was === undefined)
    return { state, changes: [{ type, conference: before, path }] };
  // A pause of a recording that is not known is late, or about a file that never was; a start of a known one is late.
  const expected = type === "recordingStarted" ? was === undefined : was !== undefined;
  if (was === is || !expected) return unchanged(state);
  const recordings = new Map(before.recordings);
  if (is === undefined) recordings.delete(path);
  else recordings.set(path, { status: is });
  const conference = { ...before, recordings };
  const report = event.report ? { report: event.report } : {};
  return changed(state, conference, { type, conference, path, ...report });
}

function reduceAllMuted(state: LiveState, event: DomainEventOf<"allMuted">): Reduction {
  const conference = liveByName(state, event.name, event.node);
  return { state, changes: conference ? [{ type: "allMuted", conference }] : [] };
}

function reduceRegistered(state: LiveState, event: DomainEventOf<"registered">): Reduction {
  const is = registration(event.registration);
  const was = state.registrations.get(is.key);
  if (was && same(was, is)) return unchanged(state);
  const registrations = new Map(state.registrations).set(is.key, is);
  const known = was !== undefined && same(was, is, "expiresAt");
  return {
    state: { ...state, registrations },
    changes: known ? [] : [{ type: "registered", registration: is, before: was }],
  };
}

function reduceUnregistered(state: LiveState, event: DomainEventOf<"unregistered">): Reduction {
  const was = state.registrations.get(registration(event.registration).key);
  if (!was) return unchanged(state);
  const registrations = new Map(state.registrations);
  registrations.delete(was.key);
  return {
    state: { ...state, registrations },
    changes: [{ type: "unregistered", registration: was }],
  };
}

/** The switch forgets a registration silently when the same user signs in anew (sofia_reg.c). */
function reduceTimePassed(state: LiveState, event: DomainEventOf<"timePassed">): Reduction {
  const over = [...state.registrations.values()].filter(
    (each) => each.node === event.node && each.expiresAt > 0 && each.expiresAt < event.at,
  );
  if (over.length === 0) return unchanged(state);
  const registrations = new Map(state.registrations);
  for (const each of over) registrations.delete(each.key);
  return {
    state: { ...state, registrations },
    changes: over.map((each) => ({ type: "unregistered", registration: each })),
  };
}

/** The live conference of that name; of several at the same moment, the one begun last. */
export function liveByName(
  state: LiveState,
  name: string,
  node?: string,
): LiveConference | undefined {
  let found: LiveConference | undefined;
  for (const each of state.conferences.values())
    if (each.name === name && (node === undefined || each.node === node)) found = each;
  return found;
}

/** A conference read from a listing learns its profile and domain from the first event that names them. */
function describe(conference: LiveConference, facts: ConferenceFacts): LiveConference {
  const profile = conference.profile || facts.profile;
  const domain = conference.domain || facts.domain;
  if (profile === conference.profile && domain === conference.domain) return conference;
  return { ...conference, profile, domain };
}

function withConference(state: LiveState, conference: LiveConference): LiveState {
  return {
    ...state,
    conferences: new Map(state.conferences).set(conference.key, conference),
  };
}

function changed(state: LiveState, conference: LiveConference, change: LiveChange): Reduction {
  return { state: withConference(state, conference), changes: [change] };
}
