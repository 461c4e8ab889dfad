import { join } from "node:path";
import { RECORDING_FORMATS } from "@parley/protocol";
import { z } from "zod";
import { isNetwork, TRANSPORTS } from "../provisioning/settings-values.js";
import { byteSize } from "./byte-size.js";
import { contextsSchema, DEFAULT_CONTEXTS } from "./contexts.js";

export const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
export const RECORDINGS_FORMATS = ["wav", ...RECORDING_FORMATS] as const;
export const SWITCH_KINDS = ["softswitch", "freeswitch"] as const;

/** A variable that says the same in another way. */
interface Alias {
  readonly variable: string;
  readonly value: (text: string) => string;
}

interface Definition {
  /** The variable's name in the environment and in `.env`. */
  readonly variable: string;
  /** Names the ancestor used, and earlier ones of ours; they work where the present one is absent. */
  readonly aliases?: readonly (string | Alias)[];
  /** What the setting was called in `parley.config.*` before. */
  readonly formerly?: string;
  readonly secret?: boolean;
  /** Printed as how many there are: the values are too long for a table. */
  readonly shown?: "count";
  readonly help: string;
}

const define = <const T extends Record<string, Definition>>(definitions: T): T => definitions;

/** Every setting that has a name in the environment, in the order `parley config` prints them. */
export const DEFINITIONS = define({
  switch: { variable: "PARLEY_SWITCH", help: "softswitch or freeswitch" },
  eslHost: { variable: "PARLEY_ESL_HOST", aliases: ["FSIP"], help: "event socket of the switch" },
  eslPort: { variable: "PARLEY_ESL_PORT", aliases: ["FSPORT"], help: "its port" },
  eslPassword: {
    variable: "PARLEY_ESL_PASSWORD",
    aliases: ["FSPW"],
    secret: true,
    help: "its password",
  },
  eslUser: { variable: "PARLEY_ESL_USER", help: "user@domain for a limited event socket user" },
  confDir: {
    variable: "PARLEY_CONF_DIR",
    aliases: ["SWITCHCONF"],
    help: "the switch's XML tree",
  },
  recordingsDir: {
    variable: "PARLEY_RECORDINGS_DIR",
    aliases: ["RECPATH"],
    help: "where the switch writes recordings",
  },
  recordingsMaxAge: {
    variable: "PARLEY_RECORDINGS_MAX_AGE",
    help: "days after which finished recordings are removed; unless told, never",
  },
  recordingsMaxSize: {
    variable: "PARLEY_RECORDINGS_MAX_SIZE",
    help: "room for all recordings (50G, 500M), the oldest go first; unless told, no limit",
  },
  recordingsMinFree: {
    variable: "PARLEY_RECORDINGS_MIN_FREE",
    help: "room that recordings leave free on their disk, else they are stopped; 0: nobody looks",
  },
  recordingsFormat: {
    variable: "PARLEY_RECORDINGS_FORMAT",
    help: `${RECORDINGS_FORMATS.join(", ")}: what finished recordings are turned into (ffmpeg)`,
  },
  ffmpeg: { variable: "PARLEY_FFMPEG", help: "the program ffmpeg; unless told, that on the PATH" },
  dataDir: { variable: "PARLEY_DATA_DIR", help: "everything of Parley's own" },
  httpHost: { variable: "PARLEY_HTTP_HOST", aliases: ["FASTIIP"], help: "address to listen on" },
  httpPort: { variable: "PARLEY_HTTP_PORT", aliases: ["FASTIPORT"], help: "port to listen on" },
  publicHost: {
    variable: "PARLEY_PUBLIC_HOST",
    aliases: ["CONHOSTNAME"],
    help: "name phones and browsers use",
  },
  publicUrl: {
    variable: "PARLEY_PUBLIC_URL",
    help: "where phones fetch their settings, http:// or https://; unless told, the public host and our port",
  },
  tlsCert: { variable: "PARLEY_TLS_CERT", aliases: ["FASTICERT"], help: "certificate file (PEM)" },
  tlsKey: { variable: "PARLEY_TLS_KEY", aliases: ["FASTIKEY"], help: "key file (PEM)" },
  webDir: {
    variable: "PARLEY_WEB_DIR",
    // The ancestor kept its session key and its archives beside the client: nothing above `phone` may be served.
    aliases: [
      "PARLEY_STATIC_DIR",
      { variable: "STATICPATH", value: (root) => join(root, "phone") },
    ],
    formerly: "staticDir",
    help: "a web client's files; unless told, those of Parley's own",
  },
  sipServers: {
    variable: "PARLEY_SIP_SERVERS",
    help: "ws:// and wss:// addresses of the switch for browsers, the best first; unless told, as its bindings say",
  },
  iceServers: {
    variable: "PARLEY_ICE_SERVERS",
    help: "stun: and turn: addresses for browsers",
  },
  turnSecret: {
    variable: "PARLEY_TURN_SECRET",
    secret: true,
    help: "the TURN server's static-auth-secret, to make credentials that last a day",
  },
  phoneCodecs: {
    variable: "PARLEY_PHONE_CODECS",
    help: "audio codecs browsers offer, the best first (opus, G722, PCMU, PCMA)",
  },
  phoneSip: {
    variable: "PARLEY_PHONE_SIP",
    help: "host or host:port where phones register; unless told, the public host and the switch's port",
  },
  phoneTransport: {
    variable: "PARLEY_PHONE_TRANSPORT",
    help: "udp, tcp or tls for phones; unless told, udp, or tls where the switch takes nothing else",
  },
  phoneNetworks: {
    variable: "PARLEY_PHONE_NETWORKS",
    help: "networks (CIDR) whose phones may fetch their settings; unless told, all",
  },
  phoneUploads: {
    variable: "PARLEY_PHONE_UPLOADS",
    help: "MiB of logs and settings that one phone may leave here",
  },
  console: {
    variable: "PARLEY_CONSOLE",
    help: "true: administrators may send event socket commands from the browser",
  },
  archiveRecipients: {
    variable: "PARLEY_ARCHIVE_RECIPIENTS",
    shown: "count",
    help: "age keys (age1…) that open what is archived; unless told, it is stored in clear",
  },
  archivePassphrase: {
    variable: "PARLEY_ARCHIVE_PASSPHRASE",
    secret: true,
    help: "in place of recipients: encrypts and opens archives",
  },
  archiveIdentity: {
    variable: "PARLEY_ARCHIVE_IDENTITY",
    help: "file with the age keys (AGE-SECRET-KEY-…) that open archives; the owner's alone",
  },
  logLevel: { variable: "PARLEY_LOG_LEVEL", help: LOG_LEVELS.join(", ") },
});
export type SettingName = keyof typeof DEFINITIONS;

const port = z.coerce.number().int().min(0).max(65535);
const path = z.string().min(1);
/** A list, or in the environment one text with commas between. */
const list = (item: z.ZodType<string>) =>
  z.preprocess(
    (value) => (typeof value === "string" ? value.split(/[\s,]+/).filter(Boolean) : value),
    z.array(item).max(20),
  );
const yesOrNo = z.union([z.boolean(), z.stringbool()]);
const sipServer = z
  .string()
  .regex(/^wss?:\/\/[^\s/?#;,'"]+(\/[^\s;,'"]*)?$/, "must be ws:// or wss://");
const iceServer = z.string().regex(/^(stuns?|turns?):[^\s;,'"]+$/, "must be stun: or turn:");

/** In a file of age a passphrase stands alone. */
const ONE_OF_BOTH = {
  message: "goes without archiveRecipients: one of the two",
  path: ["archivePassphrase"],
};

/** What a configuration may hold, whatever file or environment it comes from. */
export const settingsSchema = z
  .strictObject({
    switch: z.enum(SWITCH_KINDS),
    eslHost: z.string().min(1),
    eslPort: port,
    eslPassword: z.string(),
    eslUser: z.string().optional(),
    confDir: path,
    recordingsDir: path.optional(),
    /** Days. */
    recordingsMaxAge: z.coerce.number().positive().max(36_500).optional(),
    /** Bytes, as the next one. */
    recordingsMaxSize: byteSize.refine((size) => size > 0, "must be more than 0").optional(),
    recordingsMinFree: byteSize.optional(),
    recordingsFormat: z.enum(RECORDINGS_FORMATS).optional(),
    ffmpeg: path.optional(),
    dataDir: path,
    httpHost: z.string().min(1),
    httpPort: port,
    publicHost: z.string().min(1),
    tlsCert: path.optional(),
    tlsKey: path.optional(),
    webDir: path.optional(),
    sipServers: list(sipServer).default([]),
    iceServers: list(iceServer).default([]),
    turnSecret: z.string().min(1).optional(),
    phoneCodecs: list(z.string().regex(/^[\w-]{1,32}$/)).default([]),
    publicUrl: z
      .string()
      .regex(
        /^https?:\/\/[^\s/?#@'"<>]+(\/[^\s?#'"<>]*[^\s?#'"<>/])?$/,
        "must be http(s)://, without a slash at the end",
      )
      .optional(),
    phoneSip: z
      .string()
      .regex(/^([\w.-]+|\[[0-9a-f:]+\])(:\d{1,5})?$/i, "must be host or host:port")
      .optional(),
    phoneTransport: z.enum(TRANSPORTS).optional(),
    phoneNetworks: list(
      z.string().refine(isNetwork, "must be networks like 10.0.0.0/8"),
    ).optional(),
    phoneUploads: z.coerce.number().min(0).max(1024).optional(),
    console: yesOrNo.default(false),
    archiveRecipients: list(z.string().regex(/^age1[a-z0-9]+$/, "must be age1…")).optional(),
    archivePassphrase: z
      .string()
      .min(8, "must have eight characters; better four words and more")
      .max(1024)
      .optional(),
    archiveIdentity: path.optional(),
    logLevel: z.enum(LOG_LEVELS),
    contexts: contextsSchema.default([...DEFAULT_CONTEXTS]),
  })
  .refine((settings) => (settings.tlsCert === undefined) === (settings.tlsKey === undefined), {
    message: "tlsCert and tlsKey go together",
    path: ["tlsKey"],
  })
  .refine(({ archiveRecipients = [], archivePassphrase }) => {
    return archiveRecipients.length === 0 || archivePassphrase === undefined;
  }, ONE_OF_BOTH);
export type Settings = z.infer<typeof settingsSchema>;
