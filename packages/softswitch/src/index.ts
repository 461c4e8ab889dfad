export {
  type CallerIdentity,
  type CallOptions,
  type Demo,
  type DemoOptions,
  type Load,
  type LoadOptions,
  type ScriptedCall,
  UnknownCallerError,
} from "./channels/index.js";
export {
  type CoreIdentity,
  type Header,
  type LogLine,
  loopbackIdentity,
  type SwitchCore,
  type SwitchEvent,
  type Tree,
} from "./core/index.js";
export { MISBEHAVIOURS, type MisbehaviourName } from "./misbehave/index.js";
export {
  type RegisterOptions,
  type Registration,
  RegistrationRefusedError,
  type Registrations,
  type Transport,
} from "./registrations/index.js";
export type { SipAddress, SipAddresses, SipTransport } from "./sip/index.js";
export {
  createSoftswitch,
  type Misbehaviours,
  type ScriptedCallers,
  type Softswitch,
  type SoftswitchAddresses,
  type SoftswitchOptions,
  type SoftswitchSipOptions,
} from "./softswitch.js";
export { TreeLoadError } from "./tree/index.js";
