import type { SwitchCore } from "../core/index.js";
import { registerRegistrationCommands } from "./commands.js";
import { Registrations } from "./registrations.js";
import { registrationsTable } from "./show.js";

export {
  type AuthResult,
  firePreRegister,
  fireRegisterAttempt,
  fireRegisterFailure,
} from "./events.js";
export { type Notice, type Notifier, syncNotice } from "./notices.js";
export {
  bindingKey,
  dialStringOf,
  type PhoneRequest,
  plainUriOf,
  type RegisterOptions,
  type Registration,
  RegistrationRefusedError,
  statusOf,
  TRANSPORTS,
  type Transport,
  uriOf,
} from "./registration.js";
export { GRACE_SECONDS, Registrations } from "./registrations.js";

/** Makes the room and adds `show registrations` and our own sub-commands. */
export function createRegistrations(core: SwitchCore, profile = "internal"): Registrations {
  const registrations = new Registrations(core, profile);
  core.show.register("registrations", registrationsTable(core, registrations));
  registerRegistrationCommands(core, registrations);
  return registrations;
}
