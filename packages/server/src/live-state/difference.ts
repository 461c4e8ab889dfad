import { same } from "./entities.js";
import type {
  LiveChange,
  LiveConference,
  LiveMember,
  LiveRegistration,
  LiveState,
} from "./types.js";

/** More single changes than this are told as one "replaced". */
const MOST_SINGLE_CHANGES = 500;

/**
 * The state a snapshot leads to from the one we had, and what differs, as the changes that events would have told.
 * What a listing cannot know (who joined last, exact moments, the domain) is kept from before; what did not change
 * stays the same object.
 */
export function reconcile(
  before: LiveState,
  snapshot: LiveState,
): { readonly state: LiveState; readonly changes: readonly LiveChange[] } {
  const changes: LiveChange[] = [];
  const conferences = reconcileConferences(before, snapshot, changes);
  const registrations = reconcileRegistrations(before, snapshot, changes);
  if (changes.length === 0 && conferences === before.conferences)
    return registrations === before.registrations
      ? { state: before, changes }
      : { state: { ...before, registrations }, changes };
  const state = { conferences, registrations };
  return changes.length > MOST_SINGLE_CHANGES
    ? { state, changes: [{ type: "replaced" }] }
    : { state, changes };
}

/** What is different in `after`, told as single changes, or as one "replaced" when there are too many. */
export function difference(before: LiveState, after: LiveState): readonly LiveChange[] {
  return reconcile(before, after).changes;
}

function reconcileConferences(
  before: LiveState,
  snapshot: LiveState,
  changes: LiveChange[],
): LiveState["conferences"] {
  // Ends come first: the same name may have begun anew under another uuid.
  for (const old of before.conferences.values())
    if (!snapshot.conferences.has(old.key))
      changes.push({ type: "conferenceEnded", conference: old });
  const result = new Map<string, LiveConference>();
  let moved = before.conferences.size !== snapshot.conferences.size;
  for (const listed of snapshot.conferences.values()) {
    const old = before.conferences.get(listed.key);
    const now = old ? reconcileConference(old, listed, changes) : listed;
    if (!old) changes.push({ type: "conferenceStarted", conference: listed });
    if (now !== old) moved = true;
    result.set(now.key, now);
  }
  return moved ? result : before.conferences;
}

/** Applies one difference after the other, so that each change shows the conference as it is at that point. */
function reconcileConference(
  old: LiveConference,
  listed: LiveConference,
  changes: LiveChange[],
): LiveConference {
  let conference = old;
  const step = (next: Partial<LiveConference>, change: (now: LiveConference) => LiveChange) => {
    conference = { ...conference, ...next };
    changes.push(change(conference));
  };
  for (const gone of old.members.values())
    if (!listed.members.has(gone.id)) step(leave(conference, gone), toldAs("memberLeft", gone));
  for (const now of listed.members.values()) reconcileMember(conference, now, step);
  if (old.locked !== listed.locked)
    step({ locked: listed.locked }, (now) => ({
      type: listed.locked ? "locked" : "unlocked",
      conference: now,
    }));
  reconcileRecordings(old, listed, () => conference, step);
  if (conference.floor !== listed.floor) {
    const member = listed.floor === undefined ? undefined : conference.members.get(listed.floor);
    step({ floor: listed.floor }, (now) => ({ type: "floorChanged", conference: now, member }));
  }
  return reconcileRest(conference, listed);
}

type Step = (next: Partial<LiveConference>, change: (now: LiveConference) => LiveChange) => void;

const toldAs =
  (type: "memberLeft" | "memberJoined", member: LiveMember) =>
  (conference: LiveConference): LiveChange => ({ type, conference, member });

function leave(conference: LiveConference, gone: LiveMember): Partial<LiveConference> {
  const members = new Map(conference.members);
  members.delete(gone.id);
  const floor = conference.floor === gone.id ? undefined : conference.floor;
  return { members, floor, lastLeave: gone };
}

function reconcileMember(conference: LiveConference, listed: LiveMember, step: Step): void {
  const before = conference.members.get(listed.id);
  if (before && same(before, listed, "joinedAt")) return;
  const member = before ? { ...listed, joinedAt: before.joinedAt } : listed;
  const members = new Map(conference.members).set(member.id, member);
  if (before)
    step({ members }, (now) => ({ type: "memberChanged", conference: now, member, before }));
  else step({ members, lastJoin: member }, toldAs("memberJoined", member));
}

function reconcileRecordings(
  old: LiveConference,
  listed: LiveConference,
  current: () => LiveConference,
  step: Step,
): void {
  const tell = (
    path: string,
    type: "recordingStarted" | "recordingStopped" | "recordingPaused" | "recordingResumed",
  ) => {
    const recordings = new Map(current().recordings);
    const now = listed.recordings.get(path);
    if (now) recordings.set(path, now);
    else recordings.delete(path);
    step({ recordings }, (conference) => ({ type, conference, path }));
  };
  for (const path of old.recordings.keys())
    if (!listed.recordings.has(path)) tell(path, "recordingStopped");
  for (const [path, { status }] of listed.recordings) {
    const before = old.recordings.get(path)?.status;
    if (before === undefined) tell(path, "recordingStarted");
    if (before !== status && status === "paused") tell(path, "recordingPaused");
    if (before === "paused" && status === "running") tell(path, "recordingResumed");
  }
}

/** Order of joining as the switch lists it; profile and domain only when we had none. */
function reconcileRest(conference: LiveConference, listed: LiveConference): LiveConference {
  const profile = conference.profile || listed.profile;
  const inOrder = sameKeys(conference.members, listed.members);
  if (inOrder && profile === conference.profile) return conference;
  const members = new Map<string, LiveMember>();
  for (const [id, fallback] of listed.members)
    members.set(id, conference.members.get(id) ?? fallback);
  return { ...conference, profile, members };
}

function sameKeys(a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): boolean {
  const others = b.keys();
  for (const key of a.keys()) if (others.next().value !== key) return false;
  return others.next().done === true;
}

function reconcileRegistrations(
  before: LiveState,
  snapshot: LiveState,
  changes: LiveChange[],
): LiveState["registrations"] {
  const result = new Map<string, LiveRegistration>();
  for (const old of before.registrations.values())
    if (!snapshot.registrations.has(old.key))
      changes.push({ type: "unregistered", registration: old });
  for (const listed of snapshot.registrations.values()) {
    const old = before.registrations.get(listed.key);
    const kept = old && same(old, listed, "expiresAt");
    if (!kept) changes.push({ type: "registered", registration: listed, before: old });
    result.set(listed.key, kept && old.expiresAt === listed.expiresAt ? old : listed);
  }
  const moved =
    result.size !== before.registrations.size ||
    [...result.values()].some((each) => before.registrations.get(each.key) !== each);
  return moved ? result : before.registrations;
}
