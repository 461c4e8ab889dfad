import { DtlsAssociation, type DtlsKeys } from "./dtls.js";
import type { Security } from "./open-leg.js";

/**
 * A handshake with ourselves, without a network. The first one of a process takes ten times as long as the others
 * (tables of the curves, code that is not compiled yet) and would make the running calls stutter.
 */
export function rehearse({ library, certificate }: Security): Promise<[DtlsKeys, DtlsKeys]> {
  const fingerprints = certificate.getFingerprints();
  const play = (role: "client" | "server", other: () => DtlsAssociation) => {
    let tell: (keys: DtlsKeys) => void = () => undefined;
    const keys = new Promise<DtlsKeys>((resolve) => {
      tell = resolve;
    });
    const association = new DtlsAssociation(library, {
      certificate,
      role,
      fingerprints,
      send: (datagram) => setImmediate(() => other().receive(datagram)),
      onKeys: (made) => tell(made),
    });
    return { association, keys };
  };
  const client = play("client", () => server.association);
  const server = play("server", () => client.association);
  client.association.start();
  return Promise.all([client.keys, server.keys]).finally(() => {
    client.association.close();
    server.association.close();
  });
}
