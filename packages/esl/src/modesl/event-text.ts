import { joinArray } from "../decoding/array-value.js";
import type { Event } from "./event.js";
import type { HeaderValue } from "./types.js";

/** The three texts of an event. Values stand as they are, as people read them; they are not the switch's wire form. */
export function serializeEvent(event: Event, format: "plain" | "xml" | "json"): string {
  if (format === "json") return toJson(event);
  return format === "xml" ? toXml(event) : toPlain(event);
}

/** A header's value as one line of text, lists in the switch's joined form. */
export function valueText(value: HeaderValue): string {
  return Array.isArray(value) ? joinArray(value.map(String)) : String(value);
}

function toPlain(event: Event): string {
  event.addHeader("Content-Length", Buffer.byteLength(event.body));
  const lines = event.headers.map(
    ({ name, value }) => `${oneLine(name)}: ${oneLine(valueText(value))}\n`,
  );
  return lines.join("") + (event.body === "" ? "" : `\n${event.body}`);
}

function toJson(event: Event): string {
  event.addHeader("Content-Length", Buffer.byteLength(event.body));
  const members: [string, HeaderValue][] = event.headers.map(({ name, value }) => [name, value]);
  if (event.body !== "") members.push(["_body", event.body]);
  return JSON.stringify(Object.fromEntries(members), null, 2);
}

function toXml(event: Event): string {
  const body = escapeXml(event.body);
  event.addHeader("Content-Length", Buffer.byteLength(body));
  const lines = event.headers.flatMap(({ name, value }) => xmlElements(elementName(name), value));
  const tail = event.body === "" ? "" : `  <body>${body}</body>\n`;
  return `<event>\n  <headers>\n${lines.join("")}  </headers>\n${tail}</event>`;
}

function xmlElements(name: string, value: HeaderValue): string[] {
  const values = Array.isArray(value) ? value : [value];
  return values.map((item) => `    <${name}>${escapeXml(String(item))}</${name}>\n`);
}

/** A line end in a value would start another header. */
function oneLine(text: string): string {
  return text.replace(/[\r\n]/g, (char) => (char === "\n" ? "%0A" : "%0D"));
}

/** Names are not encoded in XML; these would end the element. */
function elementName(name: string): string {
  return name.replace(/[<>&"'/\s]/g, "_");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
}
