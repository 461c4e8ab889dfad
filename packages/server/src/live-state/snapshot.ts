import type { ConferenceListing, MemberListing, RegistrationRow } from "../switch/index.js";
import { conference, member, registration } from "./entities.js";
import type { LiveConference, LiveRegistration, LiveState } from "./types.js";

/** The state that the switch's own listings describe; `now` in milliseconds turns their ages into moments. */
export function snapshotToState(
  conferences: readonly ConferenceListing[],
  registrations: readonly RegistrationRow[],
  node: string,
  now: number,
): LiveState {
  const rooms = conferences.map((each) => conferenceOf(each, node, now));
  const phones = registrations.map((each) => registrationOf(each, node));
  return {
    conferences: new Map(rooms.map((each) => [each.key, each])),
    registrations: new Map(phones.map((each) => [each.key, each])),
  };
}

function conferenceOf(listing: ConferenceListing, node: string, now: number): LiveConference {
  const { uuid, name, profile, locked, runSeconds } = listing;
  return conference({ node, uuid, name, profile, domain: "" }, now - runSeconds * 1000, {
    locked,
    floor: listing.members.find((each) => each.hasFloor)?.id,
    members: new Map(listing.members.map((each) => [each.id, memberOf(each, now)])),
    recordings: new Map(listing.recordings.map(({ path, status }) => [path, { status }])),
  });
}

function memberOf(listing: MemberListing, now: number) {
  return member({
    id: listing.id,
    uuid: listing.uuid,
    name: listing.name,
    number: listing.number,
    hear: listing.canHear,
    speak: listing.canSpeak,
    hold: listing.hold,
    video: listing.hasVideo,
    moderator: listing.isModerator,
    talking: listing.talking,
    energy: listing.energy,
    volumeIn: listing.volumeIn,
    volumeOut: listing.volumeOut,
    joinedAt: now - listing.joinedSecondsAgo * 1000,
  });
}

function registrationOf(row: RegistrationRow, node: string): LiveRegistration {
  return registration({
    node,
    user: row.user,
    callId: row.callId,
    profile: row.profile,
    ip: row.ip,
    port: row.port,
    expiresAt: row.expiresAt,
  });
}
