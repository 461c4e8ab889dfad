export { type Announcements, createAnnouncements } from "./announcements.js";
export { DeviceAccounts } from "./device-accounts.js";
export type { Document } from "./document-cache.js";
export { DocumentUnavailableError } from "./errors.js";
export { createLinks, type Link, type Links } from "./links.js";
export { macOfAgent, normalMac } from "./mac.js";
export { createNetworks } from "./networks.js";
export { createPhones, type Phones, type PhonesOptions } from "./phones.js";
export {
  createProvisioning,
  type Provisioning,
  type ProvisioningOptions,
} from "./provisioning.js";
export type { ProvisioningSettings } from "./settings.js";
export { isNetwork, TRANSPORTS, type Transport } from "./settings-values.js";
export { type Target, targetOf } from "./target.js";
export { PhoneTemplateError, UnfitValueError } from "./template/index.js";
export type { PhoneFile, UploadRule, Vendor } from "./vendor.js";
