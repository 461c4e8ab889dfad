import type { LiveConferenceV2 } from "@parley/protocol";
import {
  liveConferenceV2,
  liveMemberV2,
  registrationV2,
  type ViewFactsV2,
} from "../live-commands/index.js";
import type { LiveChange, LiveConference } from "../live-state/index.js";
import type { RoleStream, UnnumberedEvent } from "./stream.js";

type ConferenceChange = Extract<LiveChange, { readonly conference: LiveConference }>;

const withoutMembers = ({ members: _, ...rest }: LiveConferenceV2) => rest;

/** A conference's own facts, anew. */
export function conferenceEvent(
  conference: LiveConference,
  facts: ViewFactsV2,
  { role }: RoleStream,
): UnnumberedEvent {
  const changed = withoutMembers(liveConferenceV2(conference, facts, role));
  return { type: "conferenceChanged", conference: changed };
}

/** What one stream is told of a change in a conference that its role may watch. */
export function eventOf(
  change: ConferenceChange,
  facts: ViewFactsV2,
  stream: RoleStream,
): UnnumberedEvent | undefined {
  const { conference } = change;
  const { role } = stream;
  const id = conference.uuid;
  switch (change.type) {
    case "conferenceStarted":
      return { type: "conferenceStarted", conference: liveConferenceV2(conference, facts, role) };
    case "conferenceEnded":
      return { type: "conferenceEnded", id };
    case "memberJoined":
    case "memberChanged": {
      const member = liveMemberV2(conference, change.member, facts);
      return { type: change.type, id, member };
    }
    case "memberLeft":
      return { type: "memberLeft", id, member: change.member.id };
    case "muteRepeated":
    case "allMuted":
      return undefined;
    default:
      return conferenceEvent(conference, facts, stream);
  }
}

/** What those who may see registrations are told. */
export function registrationEvent(
  change: Extract<LiveChange, { readonly type: "registered" | "unregistered" }>,
  facts: ViewFactsV2,
): UnnumberedEvent {
  const { registration } = change;
  return change.type === "registered"
    ? { type: "registered", registration: registrationV2(registration, facts) }
    : { type: "unregistered", id: registration.key };
}
