/** A host the application `socket` tries. */
export interface SocketHost {
  readonly host: string;
  readonly port: number;
  /** What follows a slash; it is only noted. */
  readonly path: string | undefined;
}

export interface SocketTarget {
  /** In order; the first that takes the connection is the one. */
  readonly hosts: readonly SocketHost[];
  readonly async: boolean;
  readonly full: boolean;
}

const DEFAULT_PORT = 8084;

/** The last colon separates the port, which stays for the hosts after it; so IPv6 addresses cannot be told. */
function readHosts(text: string): SocketHost[] {
  let port = DEFAULT_PORT;
  return text.split("|").map((each) => {
    const colon = each.lastIndexOf(":");
    const end = colon < 0 ? each : each.slice(colon + 1);
    if (colon >= 0) port = Number.parseInt(end, 10) || 0;
    const slash = end.indexOf("/");
    const path = slash < 0 ? undefined : end.slice(slash + 1);
    const bare = colon < 0 && slash >= 0 ? end.slice(0, slash) : each;
    return { host: colon < 0 ? bare : each.slice(0, colon), port, path };
  });
}

/** Reads `host[:port][/path][|host2…] [async] [full]`; the words behind the host in any order, others are ignored. */
export function readTarget(data: string): SocketTarget | undefined {
  const [hosts, ...words] = data.split(" ").filter((word) => word !== "");
  if (hosts === undefined) return undefined;
  const lower = words.map((word) => word.toLowerCase());
  return { hosts: readHosts(hosts), async: lower.includes("async"), full: lower.includes("full") };
}
