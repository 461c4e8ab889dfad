import type { Facts } from "./facts.js";
import type { Scope } from "./template/index.js";
import type { Vendor } from "./vendor.js";

/** Everything that structures a file of some format: what a template must be able to hold in every place. */
const HARD = `x'"&<>]]>--\${a}\\;,=#{{b}} `;

function sample(text: string, on: boolean): Facts {
  const uri = `sip:${text}`;
  const contact = { number: text, name: text, type: text, uri, address: text, uuid: text };
  const codec = { mime: text, rate: text, channels: text, name: text, payload: text };
  return {
    user: {
      id: text,
      name: text,
      email: text,
      context: text,
      password: text,
      ha1: text,
      address: text,
    },
    sip: {
      domain: text,
      host: text,
      port: text,
      transport: "udp",
      udp: on,
      tcp: on,
      tls: on,
      server: text,
      expires: text,
      srtp: on,
      srtpMandatory: on,
    },
    server: { url: text, authority: text, https: on },
    mac: text,
    contacts: on ? [contact, contact] : [],
    codecs: on ? [codec, codec] : [],
    video: on,
  };
}

/** Values a vendor's templates are tried on: one plain, one hard; with everything there, and with nothing. */
export function samplesFor(vendor: Vendor): Scope[] {
  return [sample("a", true), sample(HARD, true), sample("a", false)].map((facts, index) => ({
    ...facts,
    byLink: index !== 2,
    asFriends: index !== 2,
    ...vendor.values?.(facts),
    ...vendor.sample,
  }));
}
