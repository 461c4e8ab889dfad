export { MASTER_KEY_BYTES, MASTER_SALT_BYTES, type MasterKey } from "./keys.js";
export { SrtpReceiver, SrtpSender } from "./srtp.js";
