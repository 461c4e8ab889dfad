import { parseXml, type XmlElement } from "@parley/fsxml";
import type { Contact } from "../facts.js";
import { type Device, RefusedUploadError } from "../vendor.js";

/** An entry's elements (UC Software administrator's guide, local contact directory). */
const TAGS = ["ln", "fn", "ct", "sd", "lb", "pt", "rt", "dc", "ad", "ar", "bw", "bb"] as const;
type Entry = Readonly<Record<(typeof TAGS)[number], string>>;

const NOTHING = Object.fromEntries(TAGS.map((tag) => [tag, ""])) as Entry;
/** Names and labels end here, counted in bytes. */
const LONGEST_NAME = 40;
const MOST_ENTRIES = 2000;

/** What is remembered of a phone's directory between its visits. */
interface Memory {
  /** Entries that are the owner's own. */
  readonly personal: readonly Entry[];
  /** By number, what the owner set at a conference's entry: a favourite's place, a ring. */
  readonly settings: Readonly<Record<string, Entry>>;
  /** Every conference number this phone was ever given: such an entry that comes back is not the owner's. */
  readonly given: readonly string[];
}

const FRESH: Memory = { personal: [], settings: {}, given: [] };
const memoryName = (mac: string) => `${mac}-directory.json`;
const RULE = { limit: 2 * 1024 * 1024 };

export const DIRECTORY_SAMPLE = { entries: [{ ...NOTHING, fn: "A & B", ct: "30000" }] };

/** The conferences as they are now, then the owner's entries. A contact must not come twice, nor a favourite's place. */
export async function directoryEntries({
  facts,
  store,
  key,
}: Device): Promise<{ entries: Entry[] }> {
  const { mac, contacts } = facts;
  const memory = key === "" ? FRESH : readMemory(await store.text(key, memoryName(mac)));
  const numbers = contacts.map(({ number }) => number);
  const fresh = numbers.filter((number) => !memory.given.includes(number));
  if (key !== "" && fresh.length > 0) {
    const given = { ...memory, given: [...memory.given, ...fresh] };
    await store.write(key, memoryName(mac), Buffer.from(JSON.stringify(given)), RULE);
  }
  const ours = contacts.map((contact) => entryOf(contact, memory.settings[contact.number]));
  return { entries: withoutClashes([...ours, ...memory.personal]) };
}

/** Sorts what a phone sends into the owner's entries and what the owner set at ours. */
export async function acceptDirectory({ facts, store, key }: Device, body: Buffer): Promise<void> {
  const { mac, contacts } = facts;
  const before = readMemory(await store.text(key, memoryName(mac)));
  const given = new Set([...before.given, ...contacts.map(({ number }) => number)]);
  // The owner had this number before it became a conference's; it stays the owner's when the conference goes.
  const owned = new Map(before.personal.map((entry) => [entry.ct, entry]));
  const sent = readDirectory(body);
  const personal = sent.flatMap((entry) =>
    given.has(entry.ct) ? (owned.get(entry.ct) ?? []) : entry,
  );
  const ours = sent.filter(({ ct }) => given.has(ct));
  const settings = Object.fromEntries(ours.map((entry) => [entry.ct, entry]));
  const memory: Memory = { personal, settings, given: [...given] };
  await store.write(key, memoryName(mac), Buffer.from(JSON.stringify(memory)), RULE);
}

function entryOf({ number, name }: Contact, set: Entry = NOTHING): Entry {
  const { sd, rt, dc, ad, ar, bw, bb } = set;
  const short = cutToBytes(name, LONGEST_NAME);
  return { ...NOTHING, pt: "SIP", sd, rt, dc, ad, ar, bw, bb, fn: short, lb: short, ct: number };
}

function withoutClashes(entries: readonly Entry[]): Entry[] {
  const contacts = new Set<string>();
  const places = new Set<string>();
  const kept: Entry[] = [];
  for (const entry of entries) {
    if (entry.ct === "" || contacts.has(entry.ct)) continue;
    contacts.add(entry.ct);
    const sd = places.has(entry.sd) ? "" : entry.sd;
    if (sd !== "") places.add(sd);
    kept.push({ ...entry, sd });
  }
  return kept;
}

/** The beginning of a text that fits, no character cut in two. */
export function cutToBytes(text: string, most: number): string {
  let bytes = 0;
  let kept = "";
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > most) return kept;
    kept += character;
  }
  return kept;
}

function readDirectory(body: Buffer): Entry[] {
  try {
    const root = parseXml(body.toString("utf8").replace(/^\ufeff/, ""), { maxDepth: 8 });
    const items = root.children.find(({ name }) => name === "item_list")?.children ?? [];
    if (root.name !== "directory") throw new Error("is no directory");
    if (items.length > MOST_ENTRIES) throw new Error(`holds more than ${MOST_ENTRIES} entries`);
    return items.filter(({ name }) => name === "item").map(readEntry);
  } catch (error) {
    throw new RefusedUploadError(`directory: ${error instanceof Error ? error.message : "?"}`);
  }
}

function readEntry({ children }: XmlElement): Entry {
  const texts = TAGS.map((tag) => [tag, children.find(({ name }) => name === tag)?.text ?? ""]);
  return Object.fromEntries(texts) as Entry;
}

/** Ours, but on a disk: what does not fit is as good as nothing. */
function readMemory(text: string | undefined): Memory {
  try {
    return { ...FRESH, ...(JSON.parse(text ?? "{}") as Partial<Memory>) };
  } catch {
    return FRESH;
  }
}
