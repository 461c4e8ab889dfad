/** Channel states with FreeSWITCH's numbers (switch_types.h). */
export const CHANNEL_STATES = {
  CS_NEW: 0,
  CS_INIT: 1,
  CS_ROUTING: 2,
  CS_EXECUTE: 4,
  CS_PARK: 6,
  CS_HANGUP: 10,
  CS_REPORTING: 11,
  CS_DESTROY: 12,
} as const;
export type ChannelState = keyof typeof CHANNEL_STATES;

export const CALL_STATES = { DOWN: 0, RINGING: 2, EARLY: 3, ACTIVE: 4, HANGUP: 7 } as const;
export type CallState = keyof typeof CALL_STATES;

export const ANSWER_STATES = ["ringing", "early", "answered", "hangup"] as const;
export type AnswerState = (typeof ANSWER_STATES)[number];

/** Hangup causes with their Q.850 numbers; others count as 0. */
const CAUSES: Readonly<Record<string, number>> = {
  UNALLOCATED_NUMBER: 1,
  NO_ROUTE_DESTINATION: 3,
  NORMAL_CLEARING: 16,
  USER_BUSY: 17,
  NO_USER_RESPONSE: 18,
  NO_ANSWER: 19,
  SUBSCRIBER_ABSENT: 20,
  CALL_REJECTED: 21,
  EXCHANGE_ROUTING_ERROR: 25,
  DESTINATION_OUT_OF_ORDER: 27,
  NORMAL_UNSPECIFIED: 31,
  NORMAL_TEMPORARY_FAILURE: 41,
  SWITCH_CONGESTION: 42,
  RECOVERY_ON_TIMER_EXPIRE: 102,
  INTERWORKING: 127,
  ORIGINATOR_CANCEL: 487,
  CRASH: 500,
  SYSTEM_SHUTDOWN: 501,
  LOSE_RACE: 502,
  MANAGER_REQUEST: 503,
  BLIND_TRANSFER: 600,
  ATTENDED_TRANSFER: 601,
  ALLOTTED_TIMEOUT: 602,
  USER_CHALLENGE: 603,
  MEDIA_TIMEOUT: 604,
  PICKED_OFF: 605,
  USER_NOT_REGISTERED: 606,
};

export const q850 = (cause: string): number => CAUSES[cause] ?? 0;

/** A cause by its name in any case, or by its number; undefined when there is none. */
export function findCause(text: string): string | undefined {
  const upper = text.trim().toUpperCase();
  if (CAUSES[upper] !== undefined) return upper;
  const number = Number(upper);
  return Object.keys(CAUSES).find((name) => upper !== "" && CAUSES[name] === number);
}
