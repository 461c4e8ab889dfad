import type { Vendor } from "../vendor.js";

/**
 * Linphone on every system (liblinphone). The document is applied key by key: `overwrite="true"` is needed on each, and
 * sections are counted from 0 without a gap. Conferences come as a vCard list, which the client replaces as a whole, so
 * that a conference that is gone leaves its list; `friend_N` sections (`/linphone?contacts=friends`) never go away.
 */
export const linphone: Vendor = {
  name: "linphone",
  files: [
    {
      pattern: /^$/,
      template: "linphone.xml",
      format: "xml",
      type: "application/xml; charset=utf-8",
    },
    {
      pattern: /^contacts\.vcf$/,
      template: "contacts.vcf",
      format: "vcard",
      type: "text/vcard; charset=utf-8",
    },
  ],
};
