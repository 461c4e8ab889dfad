import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { type AddressInfo, connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer, type Server } from "node:tls";

/** What pages are to believe they come from. Classic clients make every address from this name. */
export const HOST = "conference.test";

/** Ends TLS before a port of this machine, as a proxy does. */
export class TlsFront {
  /** How much longer than here everything takes that pages send. */
  delayMs = 0;
  readonly #sockets = new Set<Socket>();

  private constructor(
    readonly port: number,
    private readonly server: Server,
    target: number,
  ) {
    server.on("secureConnection", (socket) => {
      this.#sockets.add(socket);
      socket.once("close", () => this.#sockets.delete(socket));
      this.#join(socket, connect(target, "127.0.0.1"));
    });
  }

  static async start(target: number): Promise<TlsFront> {
    const server = createServer(certificate());
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new TlsFront((server.address() as AddressInfo).port, server, target);
  }

  #join(socket: Socket, behind: Socket): void {
    const end = () => {
      socket.destroy();
      behind.destroy();
    };
    for (const each of [socket, behind]) each.on("error", end).on("close", end);
    behind.pipe(socket);
    socket.on("data", (data) => {
      if (this.delayMs === 0) behind.write(data);
      else setTimeout(() => behind.write(data), this.delayMs);
    });
  }

  async stop(): Promise<void> {
    const closed = once(this.server, "close");
    this.server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}

let made: { readonly cert: Buffer; readonly key: Buffer } | undefined;

function certificate(): { readonly cert: Buffer; readonly key: Buffer } {
  if (made) return made;
  const folder = mkdtempSync(join(tmpdir(), "parley-certificate-"));
  const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  execFileSync(
    "openssl",
    ["req", "-x509", ...kind, "-subj", `/CN=${HOST}`, "-days", "2", "-out", cert, "-keyout", key],
    { stdio: "ignore" },
  );
  made = { cert: readFileSync(cert), key: readFileSync(key) };
  rmSync(folder, { recursive: true });
  return made;
}
