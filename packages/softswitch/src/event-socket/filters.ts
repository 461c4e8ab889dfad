import type { SwitchEvent } from "../core/index.js";

interface Filter {
  readonly header: string;
  /** As given, sign included: `filter delete` compares this form. */
  readonly value: string;
  readonly positive: boolean;
  readonly matches: (value: string) => boolean;
}

/** The event's first header of this name, which is the one FreeSWITCH looks at. */
function firstValue(event: SwitchEvent, header: string): string | undefined {
  const wanted = header.toLowerCase();
  return event.headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
}

function matcher(stored: string, bare: string): (value: string) => boolean {
  if (stored.startsWith("/")) {
    const end = stored.lastIndexOf("/");
    const flags = stored.slice(end + 1).includes("i") ? "i" : "";
    try {
      const pattern = new RegExp(stored.slice(1, end > 0 ? end : undefined), flags);
      return (value) => pattern.test(value);
    } catch {
      return () => false;
    }
  }
  const wanted = bare.toLowerCase();
  return (value) => value.toLowerCase() === wanted;
}

function parse(header: string, value: string): Filter {
  const sign = /^[+\- ]*/.exec(value)?.[0] ?? "";
  const last = [...sign].filter((each) => each !== " ").at(-1);
  return {
    header,
    value,
    positive: last !== "-",
    matches: matcher(value, value.slice(sign.length)),
  };
}

/** The filters of one connection: positive ones are alternatives, a matching negative one rejects at once. */
export class Filters {
  #filters: Filter[] = [];

  add(header: string, value: string): void {
    this.#filters.push(parse(header, value));
  }

  /** Without a value every filter on the header goes. */
  remove(header: string, value?: string): void {
    const name = header.toLowerCase();
    this.#filters = this.#filters.filter(
      (each) => each.header.toLowerCase() !== name || (value !== undefined && each.value !== value),
    );
  }

  clear(): void {
    this.#filters = [];
  }

  accepts(event: SwitchEvent): boolean {
    if (this.#filters.length === 0) return true;
    let accepted = false;
    for (const filter of this.#filters) {
      if (accepted && filter.positive) continue;
      const value = firstValue(event, filter.header);
      if (value === undefined || !filter.matches(value)) continue;
      if (!filter.positive) return false;
      accepted = true;
    }
    return accepted;
  }
}
