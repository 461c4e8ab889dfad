import { createHmac } from "node:crypto";
import { equalInConstantTime } from "../accounts/index.js";
import type { User } from "../xml-state/index.js";

const LIFETIME_MS = 10 * 60_000;

export interface Link {
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Links that stand for a user for ten minutes: a telephone's camera reads them where nobody can type a password. */
export interface Links {
  make(user: User): Link;
  /** The id of the user a token stands for, when it is ours, in time, and the password still the same. */
  read(token: string, userById: (id: string) => User | undefined): User | undefined;
}

export function createLinks(key: Buffer, now: () => number = Date.now): Links {
  const own = createHmac("sha256", key).update("provisioning links").digest();
  const sign = (user: User, until: string) => {
    const text = JSON.stringify([user.id, user.name, user.password, user.context, until]);
    return createHmac("sha256", own).update(text).digest("base64url");
  };
  return {
    make(user) {
      const expiresAt = now() + LIFETIME_MS;
      const until = expiresAt.toString(36);
      const id = Buffer.from(user.id).toString("base64url");
      return { token: `${id}.${until}.${sign(user, until)}`, expiresAt };
    },
    read(token, userById) {
      const [id = "", until = "", signature = "", ...rest] = token.slice(0, 512).split(".");
      const user = userById(Buffer.from(id, "base64url").toString());
      if (!user || rest.length > 0) return undefined;
      const right = equalInConstantTime(signature, sign(user, until));
      return right && Number.parseInt(until, 36) > now() ? user : undefined;
    },
  };
}
