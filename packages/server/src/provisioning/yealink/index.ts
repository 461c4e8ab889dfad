import type { Vendor } from "../vendor.js";

const MAC = "(?<mac>[0-9a-fA-F]{12})";
const LINES = { format: "lines", type: "text/plain; charset=utf-8" } as const;

/** Yealink V72 and later: a common file per model, then the phone's own, and a phone book over HTTP. */
export const yealink: Vendor = {
  name: "yealink",
  address: "yealink",
  files: [
    { pattern: /^y0000000000\d{2,3}\.cfg$/, template: "common.cfg", ...LINES },
    { pattern: new RegExp(`^${MAC}\\.cfg$`), template: "phone.cfg", ...LINES },
    {
      pattern: new RegExp(`^${MAC}-phonebook\\.xml$`),
      template: "phonebook.xml",
      format: "xml",
      type: "text/xml; charset=utf-8",
    },
  ],
  values: ({ sip, codecs }) => ({
    // 0 UDP, 1 TCP, 2 TLS; 0 off, 1 optional, 2 compulsory.
    transportType: { udp: "0", tcp: "1", tls: "2" }[sip.transport],
    srtpType: sip.srtpMandatory ? "2" : sip.srtp ? "1" : "0",
    codecLines: ["pcmu", "pcma", "g722", "opus", "g729"].map((name) => {
      const priority = codecs.findIndex((codec) => codec.name === name) + 1;
      return { name, enable: priority > 0 ? "1" : "0", priority: String(priority) };
    }),
  }),
  uploads: [
    // What the owner set on the phone; it comes back after a reset.
    { pattern: new RegExp(`^${MAC}-local\\.cfg$`), limit: 256 * 1024, type: LINES.type },
    {
      pattern: new RegExp(`^${MAC}-(?:sys|boot)\\.log$`),
      limit: 512 * 1024,
      append: true,
      type: LINES.type,
    },
  ],
  folders: [/^$/],
};
