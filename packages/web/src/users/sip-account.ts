/** What somebody types into a phone. */
export interface SipAccount {
  readonly displayName: string;
  readonly user: string;
  readonly domain: string;
  /** `sip:20000@example.org` */
  readonly address: string;
  /** The domain is an address that no other machine reaches. */
  readonly local: boolean;
}

export function sipAccountOf(
  { id, name }: { readonly id: string; readonly name: string },
  domain: string,
): SipAccount {
  const local = /^(127\.|localhost$|\[?::1\]?$|0\.0\.0\.0$)/i.test(domain);
  // RFC 3261, section 19.1.1: an IPv6 address stands in brackets.
  const host = domain.includes(":") && !domain.startsWith("[") ? `[${domain}]` : domain;
  return {
    displayName: name,
    user: id,
    domain,
    address: `sip:${encodeURIComponent(id)}@${host}`,
    local,
  };
}

/** Twelve digits as people read them: `00:04:f2:ab:cd:ef`. */
export function shownMac(mac: string): string {
  return mac.match(/../g)?.join(":") ?? mac;
}
