/** Whether a host is an address that no other machine reaches. */
export function isLocalHost(host: string): boolean {
  return /^(127\.|localhost$|\[?::1\]?$|0\.0\.0\.0$)/i.test(host);
}

/** Twelve digits as people read them: `00:04:f2:ab:cd:ef`. */
export function shownMac(mac: string): string {
  return mac.match(/../g)?.join(":") ?? mac;
}
