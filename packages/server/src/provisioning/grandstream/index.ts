import type { Vendor } from "../vendor.js";

const XML = { format: "xml", type: "text/xml; charset=utf-8" } as const;
/** P57 to P62: the codecs, best first. */
const FIRST_CODEC = 57;
const CODECS = 6;

/** Grandstream GXP, GRP, HT and WP: numbered settings in XML, and a phone book. */
export const grandstream: Vendor = {
  name: "grandstream",
  address: "grandstream",
  files: [
    { pattern: /^cfg(?<mac>[0-9a-fA-F]{12})\.xml$/, template: "cfg.xml", ...XML },
    { pattern: /^(?:gs_)?phonebook\.xml$/, template: "phonebook.xml", ...XML },
  ],
  values: ({ sip, codecs }) => ({
    transportType: { udp: "0", tcp: "1", tls: "2" }[sip.transport],
    // 0 off, 1 offered but not forced, 2 forced.
    srtpType: sip.srtpMandatory ? "2" : sip.srtp ? "1" : "0",
    // In minutes here, and never 0.
    registerMinutes: String(Math.max(1, Math.round(Number(sip.expires) / 60))),
    codecList: codecs
      .slice(0, CODECS)
      .map(({ payload }, index) => ({ setting: `P${FIRST_CODEC + index}`, payload })),
  }),
  folders: [/^$/],
};
