import type { SystemEvent } from "@parley/protocol";
import type { DomainEvent } from "../live-state/index.js";

const KEPT = 1000;

export type LoggedEvent = SystemEvent;

/** The last things that happened on the switch, numbered, for people to read. */
export class EventLog {
  readonly #kept: LoggedEvent[] = [];
  #seq = 0;

  add(event: DomainEvent): void {
    if (event.type === "timePassed") return;
    this.put(event.type, event.at, subjectOf(event), summaryOf(event));
  }

  /** Something of our own: the link came or went, the configuration was read. */
  put(name: string, at: number, subject: string | undefined, summary: string): void {
    this.#seq += 1;
    this.#kept.push({
      seq: this.#seq,
      at: new Date(at).toISOString(),
      name,
      ...(subject === undefined ? {} : { subject }),
      summary,
    });
    if (this.#kept.length > KEPT) this.#kept.shift();
  }

  /** The last `limit`, or the first `limit` after a number. */
  read(after: number | undefined, limit: number): LoggedEvent[] {
    if (after === undefined) return this.#kept.slice(-limit);
    return this.#kept.filter(({ seq }) => seq > after).slice(0, limit);
  }
}

type Told = Exclude<DomainEvent, { type: "timePassed" }>;

function subjectOf(event: Told): string {
  if ("registration" in event) return event.registration.user;
  return "conference" in event ? event.conference.name : event.name;
}

function summaryOf(event: Told): string {
  if ("registration" in event) {
    const { ip, port, profile } = event.registration;
    return `${ip}:${port} ${profile}`;
  }
  if ("path" in event) return event.path;
  if (event.type === "floorChanged") return event.memberId ?? "";
  if (!("member" in event)) return "";
  const { member } = event;
  const who = `${member.name} (${member.number}, member ${member.id})`;
  return event.type === "controlPressed" ? `${who}: ${event.control}` : `${who}${stateOf(event)}`;
}

function stateOf(event: Told): string {
  if (event.type !== "memberChanged") return "";
  if (event.talking !== undefined) return event.talking ? ": talks" : ": silent";
  return event.muted === undefined ? "" : event.muted ? ": muted" : ": unmuted";
}
