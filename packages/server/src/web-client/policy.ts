import type { PageOrigin } from "./plugin.js";

/** A name or address that can stand in a policy; what a client sends as its `Host` can be anything. */
const HOST = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i;

/** Addresses made of what a client sent as its `Host` must not end one directive and begin another. */
export function safeSources(addresses: readonly string[]): string[] {
  return addresses.filter((each) => /^wss?:\/\/[\w.:[\]-]+(\/[^\s;,'"]*)?$/.test(each));
}

/**
 * What a client of somebody else's may do: run the scripts and styles in its page (bundlers put their loader there),
 * load its own files, and reach WebSockets of this host at any port, for it makes the address of the switch's by itself.
 * Code from texts, plug-ins, other sites and being framed by them stay forbidden.
 */
export function foreignPolicy({ host }: PageOrigin, switches: readonly string[]): string {
  const sockets = HOST.test(host) ? [`ws://${host}:*`, `wss://${host}:*`] : [];
  return [
    "default-src 'self'",
    "script-src 'self' 'unsafe-inline'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "media-src 'self' data: blob: mediastream:",
    "worker-src 'self' blob:",
    ["connect-src 'self'", ...new Set([...sockets, ...safeSources(switches)])].join(" "),
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'self'",
  ].join("; ");
}
