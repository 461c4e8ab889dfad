/** The FreeSWITCH whose behaviour is followed. */
export const VERSION = "1.10.12";
/** As in the header `FreeSWITCH-Version`. */
export const VERSION_HEADER = "1.10.12-release+softswitch~64bit";
/** As in `status`. */
export const VERSION_HUMAN = "1.10.12-release softswitch 64bit";
/** As in `version`. */
export const VERSION_FULL = `FreeSWITCH Version ${VERSION_HEADER} (softswitch 64bit)`;
