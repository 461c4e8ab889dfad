import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DEFAULT_CONTEXTS } from "../../packages/server/src/config/index.js";
import {
  createProvisioning,
  type PhoneFile,
  type PhoneTemplateError,
  type Provisioning,
  type ProvisioningSettings,
  targetOf,
  type Vendor,
} from "../../packages/server/src/provisioning/index.js";
import type { Conference, User, XmlState } from "../../packages/server/src/xml-state/index.js";

export const OUR_TEMPLATES = fileURLToPath(
  new URL("../../freeswitch/templates/provisioning", import.meta.url),
);

export const GLOBALS = {
  domain: "sip.example.org",
  internal_sip_port: "5060",
  internal_tls_port: "5061",
  internal_tls_only: "false",
  secure_media: "optional",
  global_codec_prefs: "OPUS,G722,PCMU,PCMA,VP8",
  "type_16kHz-novideo_codecs": "G722,OPUS,PCMU,PCMA",
  "type_48kHz-video_codecs": "OPUS,G722,PCMU,PCMA,VP8",
};

export const ZOE: User = {
  id: "20001",
  password: "s3cret & <safe>",
  conpin: "1234",
  context: "team",
  name: "Zoë O'Brien & Söhne",
  email: "zoe@example.org",
  polymac: "0004f2aabbcc",
};

export const ROOMS: readonly Conference[] = [
  { num: "30000", name: "Board & friends", type: "48kHz-video", context: "team" },
  { num: "31000", name: 'Frühstück <mit> "Tee"', type: "16kHz-novideo", context: "friends" },
  { num: "32000", name: "Everybody", type: "16kHz-novideo", context: "public" },
];

export function stateOf(
  users: readonly User[] = [ZOE],
  conferences: readonly Conference[] = ROOMS,
  globals: Readonly<Record<string, string>> = GLOBALS,
): XmlState {
  return {
    version: 1,
    loadedAt: 0,
    users,
    conferences,
    conferenceTypes: ["48kHz-video", "16kHz-novideo"],
    globals,
    domain: "sip.example.org",
    userById: (id) => users.find((user) => user.id === id),
    usersByName: (name) => users.filter((user) => user.name === name),
    conferenceByName: (name) => conferences.find((each) => each.name === name),
    conferenceByNumber: (number) => conferences.find(({ num }) => num === number),
  };
}

/** The provisioning room without a server around it. */
export interface House {
  state: XmlState;
  readonly room: Provisioning;
  readonly folder: string;
  /** Where an administrator's templates lie. */
  readonly templates: string;
  readonly broken: PhoneTemplateError[];
  /** What a path below a vendor's address gives. */
  read(path: string, user?: User): Promise<string>;
}

export function house(
  state: XmlState = stateOf(),
  settings: Partial<ProvisioningSettings> = {},
  vendors?: readonly Vendor[],
): House {
  const folder = mkdtempSync(join(tmpdir(), "parley-phones-"));
  const templates = join(folder, "templates");
  const broken: PhoneTemplateError[] = [];
  const room = createProvisioning({
    settings: { publicHost: "phones.example.org", ...settings },
    contexts: DEFAULT_CONTEXTS,
    xmlState: () => made.state,
    publicUrl: () => "https://phones.example.org",
    templateFolders: [templates, OUR_TEMPLATES],
    folder,
    onBroken: (error) => broken.push(error),
    ...(vendors ? { vendors } : {}),
  });
  const made: House = {
    state,
    room,
    folder,
    templates,
    broken,
    async read(path, user = made.state.users[0] ?? ZOE) {
      const [vendor, file, mac] = fileAt(room, path);
      const { body } = await room.document(vendor, file, user, mac ?? user.polymac);
      return body.toString("utf8");
    },
  };
  return made;
}

export function fileAt(room: Provisioning, path: string): [Vendor, PhoneFile, string | undefined] {
  const [name = "", ...rest] = path.split("/");
  const vendor = room.vendors.find((each) => each.name === name);
  const target = vendor && targetOf(vendor, rest.join("/"), false);
  if (!vendor || target?.kind !== "file") throw new Error(`${path} is no file`);
  return [vendor, target.file, target.mac];
}

/** Texts that structure some format, as a name, a password or a conference may hold them. */
export const HOSTILE: readonly string[] = [
  "'",
  '"',
  "&",
  "&amp;",
  "<",
  ">",
  "]]>",
  "--",
  "<!--",
  "<![CDATA[",
  "${hostname}",
  "$${password}",
  "{{user.password}}",
  "\\",
  "\\n",
  ";,:=#%",
  "%NULL%",
  "a\u200fb\u202ec\u202d",
  "☃☎\u2764",
  "ünïcödé 漢字",
  "x".repeat(64),
  '<X-PRE-PROCESS cmd="exec" data="id"/>',
  '1" onload="2',
];
