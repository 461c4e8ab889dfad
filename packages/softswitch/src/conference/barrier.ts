import type { ConferenceRequest } from "./application-data.js";
import { soundBesideRoom } from "./playing.js";
import { countCallers } from "./rooms.js";
import type { MemberChannel, Room } from "./types.js";

export type Refusal = "locked" | "max-members" | "pin" | "join-only";

/** A caller who may not come in, or not yet. */
export type Barred =
  /** `sound`: what the caller is to hear about it, ready for `openSound`; undefined for nothing. */
  | { readonly outcome: "refused"; readonly reason: Refusal; readonly sound?: string | undefined }
  /** The room has a pin: join again with the digits the caller enters. */
  | {
      readonly outcome: "pin";
      readonly digits: number;
      readonly retries: number;
      /** The question, and what is said when the digits were wrong; ready for `openSound`. */
      readonly sound?: string | undefined;
      readonly badSound?: string | undefined;
    };

/** Pin, lock and size, in FreeSWITCH's order; pin and lock hold back inbound calls only. */
export function passBarrier(
  room: Room,
  channel: MemberChannel,
  request: ConferenceRequest,
  entered: string | undefined,
): Barred | "pass" | "moderator" {
  const wish = channel.getVariable("conference_enforce_security");
  const enforced = wish === undefined ? channel.direction === "inbound" : wish === "true";
  const pin = request.pin || room.pin || "";
  const moderatorPin = channel.getVariable("conference_moderator_pin") ?? room.moderatorPin ?? "";
  const given = entered ?? suppliedPin(channel);
  const isModerator = moderatorPin !== "" && given === moderatorPin;
  const sound = (name: string, usual?: string): string | undefined =>
    soundBesideRoom(room, channel, room.profile.sounds.get(name) ?? usual);
  if (enforced && pin !== "" && given !== pin && !isModerator) {
    return {
      outcome: "pin",
      digits: Math.max(pin.length, moderatorPin.length),
      retries: room.profile.pinRetries,
      sound: sound("pin-sound", "conference/conf-pin.wav"),
      badSound: sound("bad-pin-sound", "conference/conf-bad-pin.wav"),
    };
  }
  if (enforced && room.locked) {
    return { outcome: "refused", reason: "locked", sound: sound("locked-sound") };
  }
  if (room.maxMembers > 0 && countCallers(room) >= room.maxMembers) {
    return { outcome: "refused", reason: "max-members", sound: sound("max-members-sound") };
  }
  return isModerator && enforced ? "moderator" : "pass";
}

/** `supplied_pin` may be the pin itself or a URL that holds `X-ConfPin=<pin>;`. */
function suppliedPin(channel: MemberChannel): string | undefined {
  const value = channel.getVariable("supplied_pin");
  if (value === undefined) return undefined;
  const inside = /X-ConfPin=([^;]*)/i.exec(value)?.[1];
  return inside ?? value.replace(/;.*$/, "");
}
