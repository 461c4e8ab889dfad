import { basename } from "node:path";
import type { RecordingActor, RecordingAlarm, RecordingEnding } from "@parley/protocol";
import type {
  ChangeMoment,
  LiveChange,
  LiveConference,
  LiveMember,
  LiveState,
} from "../live-state/index.js";
import { Asked } from "./asked.js";
import { beginStory, momentOr, shortened } from "./begin.js";
import { OpenStories, OpenStory } from "./open-stories.js";
import type { Story } from "./story.js";
import { type Attendee, type Happening, tell } from "./tell.js";
import type { RecordingStoriesOptions } from "./types.js";

/** An ending that was announced and does not come within this is not awaited any more. */
const EXPECTED_MS = 60_000;
const SWITCH: RecordingActor = { kind: "switch" };

type ConferenceChange = Extract<LiveChange, { readonly conference: LiveConference }>;
type RecordingChange = Extract<LiveChange, { readonly path: string }>;

export interface FollowerOptions
  extends Pick<RecordingStoriesOptions, "describe" | "nameOf" | "live"> {
  readonly now: () => number;
  /** The story of that recording on disk, from an earlier life of ours. */
  readonly written: (path: string) => Promise<Story | undefined>;
  /** When its file was written last; undefined where that cannot be seen. */
  readonly lastWritten: (path: string) => Promise<number | undefined>;
  readonly save: (open: OpenStory, atOnce: boolean) => void;
  readonly opened: (open: OpenStory) => void;
  readonly changed: (open: OpenStory) => void;
  readonly alarm: (conference: LiveConference, path: string, alarm: RecordingAlarm) => void;
  /** What goes on apart from the call; a failure is its receiver's to tell. */
  readonly inBackground: (work: Promise<void>) => void;
}

/** Follows live state and tells the stories of what is being recorded. */
export class Follower {
  readonly open = new OpenStories();
  readonly asked = new Asked();
  readonly #options: FollowerOptions;

  constructor(options: FollowerOptions) {
    this.#options = options;
  }

  expectEnding(open: OpenStory, ending: RecordingEnding, by: RecordingActor): void {
    open.expected = { ending, by, until: this.#options.now() + EXPECTED_MS };
  }

  onChange(change: LiveChange, moment?: ChangeMoment): void {
    if (!("conference" in change)) return;
    const at = momentOr(moment?.at, this.#options.now());
    const witnessed = moment?.by !== "snapshot";
    if ("path" in change) this.#onRecording(change, at, witnessed);
    else if (change.type === "conferenceStarted") this.#findAll(change.conference, at);
    else if (this.open.in(change.conference.key).length > 0)
      this.#onConference(change, at, witnessed);
  }

  /** A snapshot is the truth: what it does not list has ended, what only it lists is found. */
  onSynced(state: LiveState): void {
    const at = this.#options.now();
    for (const open of [...this.open]) {
      const conference = state.conferences.get(open.conferenceKey);
      const status = conference?.recordings.get(open.path)?.status;
      if (!conference || !status) this.#endUnseen(open);
      else {
        open.turn(status, at);
        this.tell(open, this.#found(conference, status, at));
        const described = this.#options.describe(conference);
        this.tell(open, { type: "configured", conference: described });
      }
    }
    for (const conference of state.conferences.values()) this.#findAll(conference, at);
  }

  /** A member is called otherwise now. */
  onNoted(key: string, memberId: string): void {
    const conference = this.#options.live.current.conferences.get(key);
    const member = conference?.members.get(memberId);
    if (!conference || !member || this.open.in(key).length === 0) return;
    this.#tellAll(key, { type: "described", member: this.#attendee(conference, member) });
  }

  /** @returns whether the story is another one now. */
  tell(open: OpenStory, happening: Happening): boolean {
    const news = open.tell(happening);
    if (news && !open.reading) this.#options.save(open, false);
    return news;
  }

  #onRecording(change: RecordingChange, at: number, witnessed: boolean): void {
    const { type, conference, path } = change;
    const open = this.open.get(conference, path);
    if (type === "recordingFailed") this.#options.alarm(conference, path, "failed");
    if (type === "recordingStarted") {
      if (open) return;
      if (witnessed) this.#begin(conference, path, at);
      else this.#find(conference, path, at);
    } else if (!open) return;
    else if (type === "recordingPaused" || type === "recordingResumed")
      this.#turn(open, change, at);
    else this.#stopped(open, change, at, witnessed);
  }

  #onConference(
    change: Exclude<ConferenceChange, RecordingChange>,
    at: number,
    witnessed: boolean,
  ): void {
    const { conference } = change;
    const { key } = conference;
    switch (change.type) {
      case "conferenceEnded":
        for (const open of this.open.in(key))
          if (witnessed) this.#end(open, { type: "ended", at, ending: "conferenceEnded" });
          else this.#endUnseen(open);
        return;
      case "memberJoined":
        return this.#tellAll(key, {
          type: "joined",
          member: this.#attendee(conference, change.member),
        });
      case "memberLeft":
        return this.#tellAll(key, { type: "left", member: change.member.id, at });
      case "memberChanged":
        return this.#memberChanged(change);
    }
  }

  /** Members change with every word they speak; the story tells of names and rights only. */
  #memberChanged(change: Extract<LiveChange, { readonly type: "memberChanged" }>): void {
    const { conference, member, before } = change;
    const { name, number, moderator } = member;
    if (before.name === name && before.number === number && before.moderator === moderator) return;
    const described = this.#attendee(conference, member);
    this.#tellAll(conference.key, { type: "described", member: described });
  }

  #begin(conference: LiveConference, path: string, at: number): void {
    const open = this.#openStory(conference, path, at);
    this.#options.save(open, true);
  }

  #findAll(conference: LiveConference, at: number): void {
    for (const path of conference.recordings.keys())
      if (!this.open.get(conference, path)) this.#find(conference, path, at);
  }

  /** A recording that has begun while nobody looked: perhaps we wrote its story before. */
  #find(conference: LiveConference, path: string, at: number): void {
    const open = this.#openStory(conference, path, undefined);
    const found = this.#found(conference, open.status, at);
    this.#options.inBackground(this.#readOn(open, found));
  }

  async #readOn(open: OpenStory, found: Happening): Promise<void> {
    const written = await this.#options.written(open.path);
    const { uuid, node } = open.story.conference;
    const same = written?.conference.uuid === uuid && written.conference.node === node;
    open.goOn(same && written.endedAt === undefined ? written : undefined, found);
    this.#options.save(open, true);
    this.#options.changed(open);
  }

  #openStory(conference: LiveConference, path: string, startedAt: number | undefined): OpenStory {
    const now = this.#options.now();
    const story = beginStory({
      file: basename(path),
      conference,
      described: this.#options.describe(conference),
      members: this.#attendees(conference),
      startedBy: this.asked.take("start", path, now) ?? SWITCH,
      startedAt,
      now,
    });
    const status = conference.recordings.get(path)?.status ?? "running";
    const open = new OpenStory({
      conferenceKey: conference.key,
      path,
      story: status === "paused" ? tell(story, { type: "paused", at: now }) : story,
      status,
      reading: startedAt === undefined,
      now,
    });
    this.open.add(open);
    this.#options.opened(open);
    return open;
  }

  #turn(open: OpenStory, { type, path }: RecordingChange, at: number): void {
    const pause = type === "recordingPaused";
    const now = this.#options.now();
    const by = this.asked.take(pause ? "pause" : "resume", path, now) ?? SWITCH;
    open.turn(pause ? "paused" : "running", now);
    this.tell(open, { type: pause ? "paused" : "resumed", at, by });
  }

  #stopped(open: OpenStory, change: RecordingChange, at: number, witnessed: boolean): void {
    const { conference, path, report } = change;
    const now = this.#options.now();
    const asker = this.asked.take("stop", path, now);
    const announced = open.expected && open.expected.until >= now ? open.expected : undefined;
    if (!announced && !asker && !witnessed) return this.#endUnseen(open);
    const alone = !asker && conference.members.size === 0;
    const ending = announced?.ending ?? (alone ? "conferenceEnded" : "stopped");
    const by = announced?.by ?? (alone ? undefined : (asker ?? SWITCH));
    this.#end(open, {
      type: "ended",
      at,
      ending,
      ...(by ? { by } : {}),
      ...(report ? { report } : {}),
    });
  }

  #end(open: OpenStory, happening: Extract<Happening, { type: "ended" }>): void {
    open.tell(happening);
    this.open.delete(open);
    // One that is being read is saved when that is done.
    if (!open.reading) this.#options.save(open, true);
  }

  /** Its file tells when it was written last. */
  #endUnseen(open: OpenStory): void {
    this.open.delete(open);
    const now = this.#options.now();
    const end = async () => {
      const at = momentOr(await this.#options.lastWritten(open.path), now);
      this.#end(open, { type: "ended", at, ending: "unseen" });
    };
    this.#options.inBackground(end());
  }

  #tellAll(conferenceKey: string, happening: Happening): void {
    for (const open of this.open.in(conferenceKey)) this.tell(open, happening);
  }

  #found(conference: LiveConference, status: "running" | "paused", at: number): Happening {
    return { type: "found", at, status, members: this.#attendees(conference) };
  }

  #attendees(conference: LiveConference): Attendee[] {
    return [...conference.members.values()].map((each) => this.#attendee(conference, each));
  }

  #attendee(conference: LiveConference, member: LiveMember): Attendee {
    const { id, number, moderator, joinedAt } = member;
    return {
      member: id,
      number: shortened(number),
      name: shortened(this.#options.nameOf(conference, member)),
      moderator,
      joinedAt: momentOr(joinedAt, this.#options.now()),
    };
  }
}
