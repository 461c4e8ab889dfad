import { type PhoneSettings, phoneOf } from "../../phone/index.js";
import type { XmlState } from "../../xml-state/index.js";
import type { Handlers } from "./routes.js";

export interface PhoneDependencies {
  readonly phone: PhoneSettings;
  readonly xmlState: () => XmlState;
}

/** The phone in somebody's browser. */
export function phoneHandlers({ phone, xmlState }: PhoneDependencies): Handlers {
  return {
    "me.phone": ({ account, request, reply }) => {
      reply.header("cache-control", "no-store");
      const page = { host: request.hostname, secure: request.protocol === "https" };
      return phoneOf(account.user, phone, xmlState(), page);
    },
  };
}
