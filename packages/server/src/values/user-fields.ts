import { randomInt } from "node:crypto";
import type { Role } from "@parley/protocol";
import { type ContextRule, type ContextTable, contextRule } from "../config/index.js";
import { InvalidValueError } from "./errors.js";
import { plainText, refuseOuterBlanks } from "./text.js";

const EMAIL_LENGTH = { shortest: 1, longest: 254 };
const EMAIL =
  /^[\p{L}\p{N}.!#%&'*+/=?^_~-]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}$/u;

/** One address, without display name. The text for everything else is the contract's. */
export function checkEmail(value: string): string {
  const email = plainText("email", value, { ...EMAIL_LENGTH, shortest: 0 });
  if (!EMAIL.test(email)) {
    throw new InvalidValueError("email", "email does not contain an email");
  }
  return email;
}

/** Four characters are few, but trees of the ancestor have such passwords; generated ones are long. */
const PASSWORD_LENGTH = { shortest: 4, longest: 64 };

export function checkPassword(value: string): string {
  const password = plainText("password", value, PASSWORD_LENGTH);
  refuseOuterBlanks("password", password);
  return password;
}

/** Nothing that reads like something else: no 0 O o, 1 I l i. */
const ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const GENERATED_LENGTH = 20;

/** 20 characters of 55: 115 bits. */
export function generatePassword(): string {
  const characters = Array.from(
    { length: GENERATED_LENGTH },
    () => ALPHABET[randomInt(ALPHABET.length)],
  );
  return characters.join("");
}

/** The two texts with `$${…}` that may be written: the switch's own default PINs. */
export const DEFAULT_PINS = ["$${modconpin}", "$${defconpin}"] as const;
export type DefaultPin = (typeof DEFAULT_PINS)[number];

export function defaultPin(role: Role): DefaultPin {
  return role === "administrator" ? "$${modconpin}" : "$${defconpin}";
}

export const isDefaultPin = (value: string): value is DefaultPin =>
  (DEFAULT_PINS as readonly string[]).includes(value);

/** Digits, since it is typed on a telephone; or one of {@link DEFAULT_PINS}. */
export function checkConferencePin(value: string): string {
  if (isDefaultPin(value)) return value;
  const pin = plainText("conpin", value, { shortest: 1, longest: 16 });
  if (!/^[0-9]+$/.test(pin)) {
    throw new InvalidValueError("conpin", "conpin must consist of digits");
  }
  return pin;
}

/** `none`, or a MAC address as 12 lower-case digits whatever its separators were. An empty text means `none`. */
export function checkPolycomMac(value: string): string {
  const text = plainText("polymac", value, { shortest: 0, longest: 32 });
  if (text === "" || text.toLowerCase() === "none") return "none";
  const mac = text.replace(/[-:. ]/g, "").toLowerCase();
  if (!/^[0-9a-f]{12}$/.test(mac)) {
    throw new InvalidValueError("polymac", "polymac must be none or 12 hexadecimal digits");
  }
  return mac;
}

export function checkContext(contexts: ContextTable, value: string): ContextRule {
  const rule = contextRule(contexts, value);
  if (rule === undefined) throw new InvalidValueError("context", "context does not exist");
  return rule;
}

/** A profile of conference.conf, so far as mod_conference can find it by the data `name@profile+pin`. */
export function checkConferenceType(types: readonly string[], value: string): string {
  if (!types.includes(value) || /[@+{}]/.test(value))
    throw new InvalidValueError("type", "type not implementet");
  return value;
}

/** An id or number from a client, fit to be repeated in an answer or a log. */
export function quotable(id: string): string {
  return /^[\w.-]{1,32}$/.test(id) ? id : JSON.stringify(id.slice(0, 32));
}
