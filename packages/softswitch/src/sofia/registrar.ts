import type { DirectoryUserRecord } from "../core/index.js";
import {
  GRACE_SECONDS,
  type PhoneRequest,
  plainUriOf,
  type Registration,
  type Registrations,
} from "../registrations/index.js";
import type { SipHeader, SipPeer, SipRequest, SipServerRequest, SipVerdict } from "../sip/index.js";
import type { Authenticator } from "./registrar-auth.js";
import type { StoredContact } from "./registrar-contact.js";
import { contactsOf, expiresOf, readLogin } from "./registrar-request.js";

/** One REGISTER may bring so many contacts. */
const MAX_CONTACTS = 10;

interface Limits {
  readonly min: number;
  readonly max: number;
  readonly exact: number;
}

export interface RegistrarProfile {
  readonly name: string;
  readonly params: Readonly<Record<string, string>>;
}

/** What mod_sofia does with REGISTER (sofia_reg.c), and who may call. */
export class Registrar {
  constructor(
    private readonly registrations: Registrations,
    private readonly profile: RegistrarProfile,
    private readonly authenticator: Authenticator,
  ) {}

  /** Verdict on an INVITE: signed by a user of the directory, or challenged. */
  authorize(request: SipRequest, peer: SipPeer): SipVerdict {
    const login = this.#read(request, peer);
    if (login === undefined) return { status: 401 };
    const result = this.authenticator.login(login, "INVITE");
    if ("status" in result) return result;
    return { user: { user: result.record.id, domain: result.record.domain } };
  }

  register(incoming: SipServerRequest): void {
    const { request, peer } = incoming;
    const login = this.#read(request, peer);
    if (login === undefined) {
      incoming.reply(401);
      return;
    }
    const fault = contactFault(request);
    if (fault !== undefined) {
      incoming.reply(400, fault);
      return;
    }
    const result = this.authenticator.login(login, "REGISTER");
    if (!("status" in result)) this.#bind(incoming, result.phone, result.record);
    else if (!result.delayMs) incoming.reply(result.status, undefined, result.headers);
    else setTimeout(() => incoming.reply(result.status), result.delayMs).unref();
  }

  #read(request: SipRequest, peer: SipPeer) {
    return readLogin(request, peer, {
      name: this.profile.name,
      databaseDomain: this.profile.params["force-register-db-domain"],
    });
  }

  #bind(incoming: SipServerRequest, phone: PhoneRequest, record: DirectoryUserRecord): void {
    const { request, peer } = incoming;
    if (request.get("Contact") === "*") {
      const bound = this.#bound(phone);
      this.#answer(incoming, []);
      for (const each of bound) {
        this.registrations.release({ ...phone, contact: each.contact, expires: 0 }, record);
      }
      return;
    }
    const contacts = contactsOf(request, peer);
    const wishes = contacts.map((contact) => ({
      contact,
      expires: this.#granted(request, contact, record),
    }));
    for (const { contact, expires } of wishes.filter((each) => each.expires > 0)) {
      this.registrations.admit({ ...phone, ...named(contact), expires }, record);
    }
    const leaving = wishes.filter((each) => each.expires === 0);
    const rest = this.#bound(phone).filter(
      (each) => !leaving.some(({ contact }) => contact.text === each.contact),
    );
    this.#answer(incoming, rest.map(contactHeader));
    // The event of a sign-out comes after the answer (sofia_reg.c).
    for (const { contact } of leaving) {
      this.registrations.release({ ...phone, ...named(contact), expires: 0 }, record);
    }
  }

  #bound({ user, domain }: PhoneRequest) {
    return this.registrations.find(`${user}@${domain}`);
  }

  #answer(incoming: SipServerRequest, contacts: readonly SipHeader[]): void {
    const date: SipHeader = ["Date", new Date().toUTCString()];
    incoming.reply(200, undefined, [...contacts, date]);
  }

  /** Seconds granted: the user's limits go before the profile's, and a sign-out stays one. */
  #granted(request: SipRequest, contact: StoredContact, record: DirectoryUserRecord): number {
    const asked = expiresOf(request, contact);
    if (asked === 0) return 0;
    const { min, max, exact } = this.#limits(record);
    if (exact > 0) return exact;
    const atLeast = min > 0 ? Math.max(asked, min) : asked;
    return max > 0 ? Math.min(atLeast, max) : atLeast;
  }

  #limits(record: DirectoryUserRecord): Limits {
    const limit = (name: string): number =>
      Number(record.variables[name] ?? record.params[name] ?? this.profile.params[name]) || 0;
    return {
      min: limit("sip-force-expires-min"),
      max: limit("sip-force-expires-max"),
      exact: limit("sip-force-expires"),
    };
  }
}

const named = ({ text, status }: StoredContact): { contact: string; status: string } => ({
  contact: text,
  status,
});

/** What is still bound, with the seconds left and without the name (RFC 3261 10.3, step 8). */
function contactHeader(registration: Registration): SipHeader {
  const left = Math.max(registration.expiresAt - GRACE_SECONDS - Math.floor(Date.now() / 1000), 0);
  return ["Contact", `<${plainUriOf(registration)}>;expires=${left}`];
}

function contactFault(request: SipRequest): string | undefined {
  const contacts = request.getAll("Contact");
  if (contacts.length > MAX_CONTACTS) return "Too Many Contacts";
  if (!contacts.includes("*")) return undefined;
  const alone = contacts.length === 1 && request.get("Expires") === "0";
  return alone ? undefined : "Bad Contact Header";
}
