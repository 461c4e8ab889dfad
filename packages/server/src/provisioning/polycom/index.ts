import type { Device, Vendor } from "../vendor.js";
import { acceptDirectory, DIRECTORY_SAMPLE, directoryEntries } from "./directory.js";

const XML = { format: "xml", type: "text/xml; charset=utf-8" } as const;
const KIB = 1024;
const MAC = "(?<mac>[0-9a-fA-F]{12})";

/** Poly UC Software 4.0.15, 5, 6 and Trio. It asks by names of its own MAC and sends its files back by PUT. */
export const polycom: Vendor = {
  name: "polycom",
  address: "",
  files: [
    // 000000000000.cfg is read by a phone that finds none of its own; its name wants no MAC.
    {
      pattern: /^(?:0{12}|(?<mac>[0-9a-fA-F]{12}))\.cfg$/,
      template: "master.cfg",
      ...XML,
      prepare: firmware,
    },
    { pattern: new RegExp(`^${MAC}-user\\.cfg$`), template: "user.cfg", ...XML },
    { pattern: /^Config\/site\.cfg$/, template: "site.cfg", ...XML },
    {
      pattern: /^(?:0{12}|(?<mac>[0-9a-fA-F]{12}))-directory\.xml$/,
      template: "directory.xml",
      ...XML,
      prepare: directoryEntries,
    },
  ],
  values: ({ sip, mac }) => ({
    sipTransport: { udp: "UDPOnly", tcp: "TCPOnly", tls: "TLS" }[sip.transport],
    // The literal name: some builds fill in their MAC, others ask for the placeholder.
    configFiles: [...(mac === "" ? [] : [`${mac}-user.cfg`]), "Config/site.cfg"].join(", "),
  }),
  sample: { ...DIRECTORY_SAMPLE, firmware: "sip.ld" },
  uploads: [
    {
      pattern: new RegExp(`^${MAC}-app\\.log$`),
      limit: 512 * KIB,
      append: true,
      type: "text/plain; charset=utf-8",
    },
    {
      pattern: new RegExp(`^${MAC}-boot\\.log$`),
      limit: 512 * KIB,
      type: "text/plain; charset=utf-8",
    },
    // What the owner set on the phone or on its web page; above everything of ours.
    { pattern: new RegExp(`^${MAC}-(?:phone|web)\\.cfg$`), limit: 256 * KIB, type: XML.type },
    { pattern: new RegExp(`^${MAC}-calls\\.xml$`), limit: 512 * KIB, type: XML.type },
    {
      pattern: new RegExp(`^${MAC}-directory\\.xml$`),
      limit: 512 * KIB,
      type: XML.type,
      accept: acceptDirectory,
    },
  ],
  folders: [/^$/, /^Config$/, /^languages$/, /^SoundPointIPLocalization\/[\w][\w.-]{0,63}$/],
};

/** Named only where there is some: a phone tells its owner of firmware that it cannot fetch. */
async function firmware({ plainFiles }: Device): Promise<{ firmware: string }> {
  const found = (await plainFiles()).some((name) => name.endsWith("sip.ld"));
  return { firmware: found ? "sip.ld" : "" };
}
