import { type AudioClock, type AudioPort, RunningRecorder } from "../audio/index.js";
import type { ControlRecord, SwitchCore } from "../core/index.js";
import { controlGroup, isKnownControl, runControl } from "./controls.js";
import { Digits } from "./digits.js";
import { presenceHeaders } from "./headers.js";
import { join, leave, type NewCaller, observe, speak } from "./members.js";
import { closeRoomFiles, fileDue, playToMember, soundBesideRoom } from "./playing.js";
import { recordingFailed, recordingStarted, recordingStopped } from "./recording-steps.js";
import { callersOf } from "./rooms.js";
import type { Soon } from "./soon.js";
import { RoomSound } from "./sound/room-sound.js";
import { PRESENCE } from "./sources.js";
import { type Effect, type Emission, type Surroundings, type Turn, takeTurn } from "./turn.js";
import type { LeaveReason, MemberChannel, Room, SoundFacts } from "./types.js";
import { VideoFloor } from "./video-floor.js";
import type { VideoPort } from "./video-port.js";

const SUBCLASS = "conference::maintenance";

/** What a room needs of the house: the core, its later self, and a way to say that it is gone. */
export interface Hosting {
  readonly core: SwitchCore;
  readonly soon: Soon;
  now(): number;
  readonly clock: AudioClock;
  nextPresence(): number;
  probe(path: string, rate: number): SoundFacts | undefined;
  ended(host: RoomHost): void;
}

/** Sound and video of one who comes in. */
export interface Ports {
  readonly audio?: AudioPort | undefined;
  readonly video?: VideoPort | undefined;
}

interface Departure {
  readonly reason: LeaveReason;
  readonly target?: string | undefined;
  /** What a kicked caller hears instead of the profile's sound. */
  readonly sound?: string | undefined;
}

/** Keeps one room alive: fires what its steps emit and performs their effects. */
export class RoomHost {
  readonly #digits: Digits;
  readonly #recorders = new Map<string, RunningRecorder>();
  readonly #sound: RoomSound;
  readonly #video = new VideoFloor(this);
  #room: Room;
  #watching = false;
  #ended = false;

  constructor(
    readonly hosting: Hosting,
    room: Room,
  ) {
    this.#room = room;
    this.#sound = new RoomSound(this, hosting.clock);
    this.#digits = new Digits({
      controlsOf: (id) => this.#controlsOf(id),
      control: (id, digits, control) => this.#control(id, digits, control),
      later: (work, ms) => this.#later(work, ms),
    });
    this.step((turn) => turn.fire("conference-create"));
    const every = room.profile.heartbeatSeconds;
    if (every >= 20) this.#beat(every * 1000);
  }

  get room(): Room {
    return this.#room;
  }

  now(): number {
    return this.hosting.now();
  }

  failed(error: unknown): void {
    this.hosting.core.log("err", `Sound of a caller in ${this.#room.name}: ${String(error)}`);
  }

  /** Takes one step, fires its events at once, performs its effects; gives the reply text. */
  step(work: (turn: Turn) => void): string {
    const { core } = this.hosting;
    const surroundings: Surroundings = {
      now: this.hosting.now(),
      probe: (path) => this.hosting.probe(path, this.#room.profile.rate),
      newUuid: () => core.newUuid(),
    };
    const outcome = takeTurn(this.#sound.measured(this.#room), surroundings, work);
    this.#room = outcome.room;
    for (const emission of outcome.emissions) this.#fire(emission);
    for (const effect of outcome.effects) this.#perform(effect);
    this.#video.follow();
    return outcome.reply;
  }

  /** As `step`, and soon after it the room's threads look at what has changed. */
  change(work: (turn: Turn) => void): string {
    const reply = this.step(work);
    this.#watch();
    return reply;
  }

  join(input: Omit<NewCaller, "measured">, { audio, video }: Ports = {}): void {
    this.change((turn) => join(turn, { ...input, measured: audio !== undefined }));
    if (audio) this.#sound.seat(input.id, audio);
    if (video) this.#video.seat(input.id, video);
  }

  speak(memberId: number, voice: number): void {
    this.change((turn) => speak(turn, memberId, voice));
  }

  /** A caller goes at once; its channel goes on (or ends) without the room. */
  depart(memberId: number, { reason, target, sound }: Departure): void {
    let channel: MemberChannel | undefined;
    this.#sound.unseat(memberId);
    this.change((turn) => {
      channel = leave(turn, memberId)?.channel;
    });
    this.#video.unseat(memberId);
    this.#digits.forget(memberId);
    if (!channel) return;
    channel.setVariable("conference_call_key", undefined);
    channel.setConferenceAudio(undefined);
    channel.leftConference(reason, target, this.#farewell(channel, reason, sound));
  }

  /** A digit a caller pressed goes to the controls of its group. */
  press(memberId: number, digit: string): void {
    this.#digits.press(memberId, digit);
  }

  /** Ends the room with everybody in it. */
  destroy(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.step((turn) => turn.update({ destruct: true }));
    for (const caller of callersOf(this.#room)) caller.channel.hangup("NORMAL_CLEARING");
    for (const path of [...this.#recorders.keys()]) this.#stopRecorder(path);
    this.#sound.stop();
    this.#video.stop();
    this.hosting.ended(this);
    this.step((turn) => {
      closeRoomFiles(turn);
      turn.presence();
      turn.fire("conference-destroy");
    });
  }

  /** Closes files and timers without a word, when the whole switch stops. */
  close(): void {
    this.#ended = true;
    this.#sound.stop();
    this.#video.stop();
    for (const recorder of this.#recorders.values()) recorder.stop();
    this.#recorders.clear();
  }

  /** Only rooms that have a sound for it say goodbye to who is kicked, whatever the command names. */
  #farewell(
    channel: MemberChannel,
    reason: LeaveReason,
    sound: string | undefined,
  ): string | undefined {
    const usual = this.#room.profile.sounds.get("kicked-sound");
    if (reason !== "kick" || !usual) return undefined;
    return soundBesideRoom(this.#room, channel, sound ?? usual);
  }

  #watch(): void {
    if (this.#watching || this.#ended) return;
    this.#watching = true;
    this.#later(() => {
      this.#watching = false;
      this.step(observe);
    });
  }

  #later(work: () => void, ms = 0): void {
    this.hosting.soon.after(ms, () => {
      if (!this.#ended) work();
    });
  }

  #fire(emission: Emission): void {
    const { core } = this.hosting;
    if (emission.kind === "presence") {
      const headers = presenceHeaders(emission.room, this.hosting.nextPresence());
      core.fire("PRESENCE_IN", { headers, source: PRESENCE });
    } else {
      const { headers, source } = emission;
      core.fire("CUSTOM", { subclass: SUBCLASS, headers, source });
    }
  }

  #perform(effect: Effect): void {
    switch (effect.type) {
      case "leave":
        this.#later(() => this.depart(effect.memberId, effect));
        return;
      case "transfer":
      case "dialplan":
        this.#later(() => {
          this.depart(effect.memberId, { reason: effect.type, target: effect.target });
        });
        return;
      case "indicate":
        this.#later(() => {
          this.step((turn) => playToMember(turn, effect.memberId, effect.sound));
        });
        return;
      case "schedule-file":
        this.#later(() => {
          this.step((turn) => fileDue(turn, effect.fileId));
        }, effect.afterMs);
        return;
      case "record":
        this.#later(() => this.#startRecorder(effect.path, effect.automatic));
        return;
      case "record-stop":
        this.#later(() => this.#stopRecorder(effect.path));
        return;
      case "record-pause":
        this.#recorders.get(effect.path)?.pause(effect.paused);
        return;
      case "dial":
        this.#later(() => this.#reportDial(effect.jobUuid));
        return;
      case "destroy":
        this.#later(() => this.destroy());
        return;
    }
  }

  #startRecorder(path: string, automatic: boolean): void {
    const { core } = this.hosting;
    try {
      const recorder = new RunningRecorder(path, this.#room.profile.rate, () => this.hosting.now());
      this.#recorders.set(path, recorder);
      this.#sound.record(recorder);
      this.step((turn) => recordingStarted(turn, core.nextMemberId(), path, automatic));
    } catch (error) {
      core.log("err", `Error Opening File [${path}]: ${String(error)}`);
      this.step((turn) => recordingFailed(turn, path));
    }
  }

  #stopRecorder(path: string): void {
    const recorder = this.#recorders.get(path);
    if (!recorder) return;
    this.#recorders.delete(path);
    this.#sound.endRecord(recorder);
    const facts = recorder.stop();
    if (recorder.failure !== undefined) {
      this.hosting.core.log("err", `Error Writing File [${path}]: ${String(recorder.failure)}`);
    }
    this.step((turn) => recordingStopped(turn, path, facts));
  }

  #reportDial(jobUuid: string): void {
    this.step((turn) =>
      turn.fire("bgdial-result", [
        ["Result", "NO_ROUTE_DESTINATION"],
        ["Job-UUID", jobUuid],
      ]),
    );
  }

  #controlsOf(memberId: number): readonly ControlRecord[] {
    const caller = callersOf(this.#room).find(({ id }) => id === memberId);
    if (!caller || caller.passDigits) return [];
    const group = controlGroup(this.#room, caller);
    const controls = group === "none" ? undefined : this.hosting.core.tree.controls(group);
    return (controls ?? []).filter(isKnownControl);
  }

  #control(memberId: number, digits: string, control: ControlRecord): void {
    const caller = callersOf(this.#room).find(({ id }) => id === memberId);
    caller?.channel.setVariable("conference_last_matching_digits", digits);
    this.change((turn) => runControl(turn, memberId, control));
  }

  #beat(ms: number): void {
    this.#later(() => {
      this.step((turn) => turn.fire("conference-heartbeat"));
      this.#beat(ms);
    }, ms);
  }
}
