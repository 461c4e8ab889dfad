import type { ConferenceV2, LiveConferenceV2 } from "@parley/protocol/client";

export interface Joinable {
  readonly conference: ConferenceV2;
  readonly live: LiveConferenceV2 | undefined;
}

/** Each configured conference with the running one of its number; those with people first, else as they were. */
export function joined(
  conferences: readonly ConferenceV2[],
  running: Iterable<LiveConferenceV2>,
): readonly Joinable[] {
  const byNumber = new Map<string, LiveConferenceV2>();
  for (const each of running) if (each.number !== undefined) byNumber.set(each.number, each);
  const all = conferences.map((conference) => ({
    conference,
    live: byNumber.get(conference.number),
  }));
  return [...all.filter(({ live }) => live), ...all.filter(({ live }) => !live)];
}
