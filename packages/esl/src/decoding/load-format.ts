import type { EventFormat } from "../types.js";
import { readers } from "./readers.js";

/** Loads what reads events of that format; undefined when it is there already. */
export function loadFormat(format: EventFormat): Promise<unknown> | undefined {
  const type = `text/event-${format}`;
  if (format === "plain" || readers.has(type)) return undefined;
  return format === "json"
    ? import("./json-payload.js").then(({ readJson }) => readers.set(type, readJson))
    : import("./xml-payload.js").then(({ readXml }) => readers.set(type, readXml));
}
