import { writeSync } from "node:fs";
import { openRooms, type Rooms } from "./rooms.js";
import { linkTo } from "./softswitch-link.js";

/** Told by the parent: where to work, and a seed for what to do. */
export interface ChildTask {
  readonly confDir: string;
  readonly dataDir: string;
  readonly templatesDir: string;
  readonly port: number;
  readonly seed: number;
  readonly changes: number;
}

/** What the child says, one JSON text a line: it means to do this; it was told that this is done. */
export type ChildLine =
  | { readonly say: "ready" }
  | { readonly say: "end" }
  | { readonly say: "wants"; readonly worker: number; readonly wish: Wish }
  | { readonly say: "done"; readonly worker: number; readonly user: Person | null };

export type Wish =
  | { readonly what: "add"; readonly person: Omit<Person, "id"> }
  | { readonly what: "change"; readonly person: Person }
  | { readonly what: "remove"; readonly id: string };

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly password: string;
}

const WORKERS = 4;

/** Pipes are written at once and whole, so that a line stands for what happened before it. */
function say(line: ChildLine): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

/** A small generator (mulberry32), so that a failing run can be repeated. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export async function runChild(task: ChildTask): Promise<void> {
  const link = await linkTo(task.port);
  const rooms = await openRooms(task, link);
  say({ say: "ready" });
  await Promise.all(Array.from({ length: WORKERS }, (_, worker) => work(rooms, task, worker)));
  say({ say: "end" });
  await rooms.close();
  await link.stop();
}

/** Each worker changes people of its own, one after the other, so that what must be there is known. */
async function work(rooms: Rooms, task: ChildTask, worker: number): Promise<void> {
  const random = randomFrom(task.seed * WORKERS + worker);
  const people: Person[] = [];
  for (let turn = 0; turn < task.changes / WORKERS; turn++) {
    const tag = `${task.seed}-${worker}-${turn}`;
    const wish = choose(random(), people, random(), tag);
    say({ say: "wants", worker, wish });
    const user = await carryOut(rooms, wish);
    const place = wish.what === "add" ? -1 : people.findIndex(({ id }) => id === idOf(wish));
    if (place >= 0) people.splice(place, 1);
    if (user !== null) people.push(user);
    say({ say: "done", worker, user });
  }
}

function choose(kind: number, people: readonly Person[], which: number, tag: string): Wish {
  const fresh = { name: `Zoë's & ${tag}`, password: `pw & ${tag}` };
  const person = people[Math.floor(which * people.length)];
  if (person === undefined || kind < 0.4) return { what: "add", person: fresh };
  return kind < 0.75
    ? { what: "change", person: { ...fresh, id: person.id } }
    : { what: "remove", id: person.id };
}

const idOf = (wish: Exclude<Wish, { what: "add" }>): string =>
  wish.what === "remove" ? wish.id : wish.person.id;

async function carryOut({ users }: Rooms, wish: Wish): Promise<Person | null> {
  const email = "zoe@example.com";
  if (wish.what === "remove") {
    const { failed } = await users.remove([wish]);
    if (failed[0]) throw new Error(failed[0].error);
    return null;
  }
  const { done, failed } =
    wish.what === "add"
      ? await users.add([{ ...wish.person, email, context: "friends" }])
      : await users.modify([wish.person]);
  const [user] = done;
  if (user === undefined) throw new Error(failed[0]?.error);
  return { id: user.id, name: user.name, password: user.password };
}
