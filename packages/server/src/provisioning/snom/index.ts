import type { Vendor } from "../vendor.js";

const XML = { format: "xml", type: "text/xml; charset=utf-8" } as const;

/** Snom: `snomD385-{mac}.htm` or the model's name alone, and the phone book as a file of its own. */
export const snom: Vendor = {
  name: "snom",
  address: "snom/snom-{mac}.htm",
  files: [
    {
      pattern: /^(?:snom[\w]{0,16}-)?(?<mac>[0-9a-fA-F]{12})\.(?:htm|xml)$/,
      template: "settings.xml",
      ...XML,
    },
    { pattern: /^snom\w{1,16}\.(?:htm|xml)$/, template: "settings.xml", ...XML },
    { pattern: /^(?<mac>[0-9a-fA-F]{12})-tbook\.xml$/, template: "tbook.xml", ...XML },
  ],
  values: ({ codecs }) => ({
    codecPriority: [...codecs.map(({ name }) => name), "telephone-event"].join(","),
  }),
  folders: [/^$/],
};
