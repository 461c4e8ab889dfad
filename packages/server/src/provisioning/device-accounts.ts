import { Accounts, type AccountsOptions } from "../accounts/index.js";
import type { User, XmlState } from "../xml-state/index.js";
import { normalMac } from "./mac.js";

export interface DeviceAccountsOptions
  extends Pick<AccountsOptions<User>, "contexts" | "onFailure" | "throttle"> {
  readonly xmlState: () => XmlState;
}

/**
 * Digest for phones. The realm is the SIP domain, so that what a phone keeps for the switch, MD5(number:domain:password),
 * opens this door as well; who types it may give number, name or MAC.
 */
export class DeviceAccounts {
  readonly #options: DeviceAccountsOptions;
  #accounts: Accounts<User> | undefined;
  #realm = "";

  constructor(options: DeviceAccountsOptions) {
    this.#options = options;
  }

  async authenticate(request: Parameters<Accounts<User>["authenticate"]>[0]) {
    const verdict = await this.#current().authenticate(request);
    if (verdict.kind !== "account") return verdict;
    const user = this.#options.xmlState().userById(verdict.account.user.id);
    return user ? ({ kind: "user", user } as const) : ({ kind: "gone" } as const);
  }

  /** A domain that changes brings another realm, and with it answers that no longer fit. */
  #current(): Accounts<User> {
    const { domain } = this.#options.xmlState();
    if (!this.#accounts || domain !== this.#realm) {
      this.#realm = domain;
      this.#accounts = new Accounts<User>({
        ...this.#options,
        realm: domain.replace(/["\\]/g, ""),
        directory: () => ({ usersByName: (name) => this.#called(name) }),
      });
    }
    return this.#accounts;
  }

  /** Under the name that was given: the digest is made with it. */
  #called(name: string): User[] {
    const state = this.#options.xmlState();
    const byId = state.userById(name);
    const mac = normalMac(name);
    const byMac = mac ? state.users.filter(({ polymac }) => normalMac(polymac) === mac) : [];
    const all = [...state.usersByName(name), ...(byId ? [byId] : []), ...byMac];
    return all.map((user) => ({ ...user, name }));
  }
}
