import { isCaller } from "./rooms.js";
import type { Turn } from "./turn.js";
import type { Caller, Room } from "./types.js";
import type { VideoPort } from "./video-port.js";

interface VideoSeat {
  readonly port: VideoPort;
  readonly ends: readonly (() => void)[];
}

/** What video needs of its room. */
export interface SeenRoom {
  readonly room: Room;
  step(work: (turn: Turn) => void): void;
}

const canBeShown = (caller: Caller | undefined): caller is Caller =>
  caller?.canBeSeen === true && !caller.hold && !caller.leaving;

function setVideoFloor(turn: Turn, id: number): void {
  const old = turn.room.videoFloorHolder;
  turn.update({ videoFloorHolder: id });
  turn.fire("video-floor-change", [
    ["Old-ID", old === 0 ? "none" : String(old)],
    ["New-ID", id === 0 ? "none" : String(id)],
  ]);
}

/**
 * Forwards the video of one member to all others as it comes. It follows the floor among those who have video; the
 * holder itself sees the one who had it before (conference_video_thread_callback without a canvas).
 */
export class VideoFloor {
  readonly #seats = new Map<number, VideoSeat>();
  #holder = 0;
  #before = 0;

  constructor(readonly host: SeenRoom) {}

  seat(id: number, port: VideoPort): void {
    const ends = [
      port.onPacket((packet) => this.#forward(id, packet)),
      port.onKeyframeRequest(() => this.#portOf(this.#shownTo(id))?.requestKeyframe()),
    ];
    this.#seats.set(id, { port, ends });
    this.follow();
    // Whoever comes in sees nothing until a whole picture comes.
    this.#portOf(this.#shownTo(id))?.requestKeyframe();
  }

  unseat(id: number): void {
    const seat = this.#seats.get(id);
    if (!seat) return;
    this.#seats.delete(id);
    for (const end of seat.ends) end();
    this.follow();
  }

  stop(): void {
    for (const { ends } of this.#seats.values()) for (const end of ends) end();
    this.#seats.clear();
  }

  /** Looks who is to be seen; to be called when the room has changed. */
  follow(): void {
    if (this.#seats.size === 0 && this.#holder === 0) return;
    const holder = this.#choose();
    if (!this.#isShown(this.#before)) this.#before = 0;
    if (holder === this.#holder) return;
    if (this.#isShown(this.#holder)) this.#before = this.#holder;
    if (this.#before === holder) this.#before = 0;
    this.#holder = holder;
    this.host.step((turn) => setVideoFloor(turn, holder));
    for (const id of [holder, this.#before]) this.#portOf(id)?.requestKeyframe();
  }

  #choose(): number {
    const { floorHolder, members } = this.host.room;
    const inOrder = [floorHolder, this.#holder, this.#before];
    const first = inOrder.find((id) => this.#isShown(id));
    return first ?? members.find((member) => this.#isShown(member.id))?.id ?? 0;
  }

  #isShown(id: number): boolean {
    return id !== 0 && this.#seats.has(id) && canBeShown(this.#caller(id));
  }

  #caller(id: number): Caller | undefined {
    return this.host.room.members.filter(isCaller).find((caller) => caller.id === id);
  }

  #portOf(id: number): VideoPort | undefined {
    return this.#seats.get(id)?.port;
  }

  #shownTo(id: number): number {
    return id === this.#holder ? this.#before : this.#holder;
  }

  #forward(from: number, packet: Buffer): void {
    if (from === this.#before) this.#send(this.#holder, packet);
    if (from !== this.#holder) return;
    for (const id of this.#seats.keys()) if (id !== from) this.#send(id, packet);
  }

  #send(to: number, packet: Buffer): void {
    if (this.#caller(to)?.canSee) this.#portOf(to)?.send(packet);
  }
}
