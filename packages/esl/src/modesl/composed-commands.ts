import { assertWord } from "../commands/safe.js";
import { InvalidArgumentError } from "../errors.js";
import { splitCallback } from "./argument-list.js";
import type { Callback, HeaderMap, MessageOptions, OriginateOptions } from "./types.js";

/** `originate(profile, gateway, number[, app][, sync][, callback])`, or one object in place of the first five. */
export function readOriginate(args: readonly unknown[]): {
  options: OriginateOptions;
  callback: Callback | undefined;
} {
  const { callback, rest } = splitCallback<Callback>(args);
  if (typeof rest[0] === "object" && rest[0] !== null)
    return { options: rest[0] as OriginateOptions, callback };
  const [profile, gateway, number] = rest.map(String);
  const app = rest.slice(3).find((arg) => typeof arg === "string") as string | undefined;
  const sync = rest.slice(3).some((arg) => arg === true);
  const options = { profile, gateway, number, sync, ...(app === undefined ? {} : { app }) };
  return { options: options as OriginateOptions, callback };
}

/** These would make further targets of a dial string, or variables. */
const IN_DIAL_STRING = /[,|{}[\]<>'\\]/;

/** @throws InvalidArgumentError for a part that is no single word of one target, or an application with control characters */
export function originateWords(options: OriginateOptions): string {
  const { profile, gateway, number, app = "park" } = options;
  const target = `sofia/${part(profile, "profile")}/${part(number, "number")}@${part(gateway, "gateway")}`;
  return `originate ${target} ${app.startsWith("&") || /^\d/.test(app) ? app : `&${app}`}`;
}

/** `message(to, from, profile, body[, subject][, callback])`, or one object in place of the first five. */
export function readMessage(args: readonly unknown[]): {
  options: MessageOptions;
  callback: Callback | undefined;
} {
  const { callback, rest } = splitCallback<Callback>(args);
  if (typeof rest[0] === "object" && rest[0] !== null)
    return { options: rest[0] as MessageOptions, callback };
  const [to, from, profile, body, subject] = rest as string[];
  const options = { to, from, profile, body, ...(subject === undefined ? {} : { subject }) };
  return { options: options as MessageOptions, callback };
}

/** The event that mod_sms sends out as a SIP MESSAGE. */
export function messageHeaders(options: MessageOptions): HeaderMap {
  const { to, from, profile, subject = "", deliveryConfirmation = false } = options;
  const sender = `sip:${text(from, "from").replace(/^sip:/, "")}`;
  return {
    "Event-Subclass": "SMS::SEND_MESSAGE",
    proto: "sip",
    dest_proto: "sip",
    from: sender,
    from_full: sender,
    to: text(to, "to"),
    sip_profile: word(profile, "profile"),
    subject,
    ...(deliveryConfirmation ? { blocking: "true" } : {}),
    type: "text/plain",
    "Content-Type": "text/plain",
  };
}

function part(value: unknown, field: string): string {
  const checked = word(value, field);
  if (IN_DIAL_STRING.test(checked))
    throw new InvalidArgumentError(field, "must not hold what parts targets or sets variables");
  return checked;
}

function word(value: unknown, field: string): string {
  return assertWord(text(value, field), field);
}

function text(value: unknown, field: string): string {
  if (value === undefined || value === null || value === "")
    throw new InvalidArgumentError(field, "is missing");
  return String(value);
}
