import type { LiveState } from "../live-state/index.js";
import type { User, XmlState, XmlStateRoom } from "../xml-state/index.js";
import { normalMac } from "./mac.js";
import type { Provisioning } from "./provisioning.js";

export interface AnnouncementsOptions {
  readonly xmlState: Pick<XmlStateRoom, "current" | "on" | "off">;
  readonly liveState: () => LiveState;
  readonly provisioning: Pick<Provisioning, "fingerprint">;
  /** Has the switch send `NOTIFY` with `Event: check-sync` to one registration. */
  readonly checkSync: (profile: string, callId: string) => Promise<void>;
  readonly onFailure: (user: string, error: Error) => void;
  /** Changes that come close together are announced once, so many ms after the last. */
  readonly quietMs?: number;
  /** Between two phones: all of them at once would fetch at once. */
  readonly gapMs?: number;
}

export interface Announcements {
  /** Tells the phones of these users to fetch again, whether anything differs or not. */
  announce(users: readonly User[]): void;
  close(): void;
}

const QUIET_MS = 2000;
const GAP_MS = 50;

/**
 * Tells registered desk phones when what they would fetch has changed. Only users with a MAC have such a phone: a
 * browser or a softphone makes nothing of a check-sync.
 */
export function createAnnouncements(options: AnnouncementsOptions): Announcements {
  const { xmlState, quietMs = QUIET_MS, gapMs = GAP_MS } = options;
  let known = xmlState.current.version === 0 ? undefined : fingerprints(options, xmlState.current);
  const waiting = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  const later = (ms: number, work: () => void) => {
    clearTimeout(timer);
    timer = setTimeout(work, ms);
    timer.unref();
  };
  const next = () => {
    const [id] = waiting;
    if (id === undefined) return;
    waiting.delete(id);
    tell(options, id);
    later(gapMs, next);
  };
  const announce = (ids: readonly string[]) => {
    for (const id of ids) waiting.add(id);
    if (waiting.size > 0) later(quietMs, next);
  };
  const onChanged = (state: XmlState) => {
    const before = known;
    known = fingerprints(options, state);
    // After the first reading nothing is known to have changed: phones fetched before the restart.
    if (before) announce([...known].flatMap(([id, now]) => (before.get(id) === now ? [] : id)));
  };
  xmlState.on("changed", onChanged);
  return {
    announce: (users) => announce(users.filter(hasPhone).map(({ id }) => id)),
    close() {
      clearTimeout(timer);
      xmlState.off("changed", onChanged);
    },
  };
}

const hasPhone = ({ polymac }: User): boolean => normalMac(polymac) !== undefined;

function fingerprints({ provisioning }: AnnouncementsOptions, { users }: XmlState) {
  return new Map(users.filter(hasPhone).map((user) => [user.id, provisioning.fingerprint(user)]));
}

function tell({ liveState, checkSync, onFailure }: AnnouncementsOptions, id: string): void {
  for (const { user, profile, callId } of liveState().registrations.values()) {
    if (user !== id || profile === "") continue;
    checkSync(profile, callId).catch((error: Error) => onFailure(id, error));
  }
}
