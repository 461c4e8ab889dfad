import { type ChildProcess, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdirSync, readFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { EslClient } from "@parley/esl";

const SOUNDS = fileURLToPath(new URL("../../freeswitch/sounds", import.meta.url));
const FOLDERS = "log db run temp certs storage cache recordings sounds scripts".split(" ");
const PORTS = {
  internal_sip_port: "5060",
  internal_tls_port: "5061",
  wss_binding: ":7443",
  es_listen_port: "8021",
  verto_bindlocal_port: "8082",
} as const;
const SECRETS: Record<string, string> = {
  es_pw: "test-socket",
  admin_password: "test-admin",
  modconpin: "2357",
  defconpin: "0815",
};

/** A FreeSWITCH of this machine, started on a copy of the tree. */
export interface RealSwitch {
  readonly esl: EslClient;
  readonly sipPort: number;
  /** Lines of the log of a level, e.g. `ERR`. */
  logged(level: string): string[];
  stop(): Promise<void>;
}

/** Where a copy of the tree listens: free ports of loopback. */
export async function freePorts(): Promise<Record<string, number>> {
  const servers = Object.keys(PORTS).map(() => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => once(server, "listening")));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), "close")));
  return Object.fromEntries(Object.keys(PORTS).map((name, index) => [name, ports[index]!]));
}

/** Tokens and ports of one file of the tree put in place. */
export function prepare(text: string, base: string, ports: Record<string, number>): string {
  const values: Record<string, string> = {
    ...SECRETS,
    recordings_dir: join(base, "recordings"),
    sounds_dir: SOUNDS,
  };
  const filled = text.replace(/@@(\w+)@@/g, (_, name: string) => values[name] ?? "");
  return Object.entries(PORTS).reduce(
    (all, [name, port]) =>
      all.replace(`"${name}=${port}"`, `"${name}=${port.replace(/\d+/, String(ports[name]))}"`),
    filled,
  );
}

/** Resolves when the switch answers on its event socket; the first start makes keys, which takes its time. */
export async function startSwitch(
  program: string,
  confDir: string,
  base: string,
  ports: Record<string, number>,
): Promise<RealSwitch> {
  for (const name of FOLDERS) mkdirSync(join(base, name), { recursive: true });
  const folders = FOLDERS.flatMap((name) => [`-${name}`, join(base, name)]);
  const args = ["-nf", "-nc", "-nonat", "-np", "-conf", confDir, ...folders];
  const child = spawn(program, args, { stdio: "ignore" });
  const esl = new EslClient({
    port: ports["es_listen_port"]!,
    password: SECRETS["es_pw"]!,
    reconnect: () => 200,
  });
  try {
    await Promise.race([esl.connect(), once(child, "exit").then(() => failed(program))]);
  } catch (error) {
    child.kill();
    throw error;
  }
  const log = join(base, "log/freeswitch.log");
  return {
    esl,
    sipPort: ports["internal_sip_port"]!,
    logged: (level) =>
      readFileSync(log, "utf8")
        .split("\n")
        .filter((line) => line.includes(`[${level}]`)),
    stop: async () => {
      await esl.close();
      await end(child);
    },
  };
}

/** Sends one SIP request without credentials; resolves to the status of the first final answer. */
export async function sendSip(port: number, method: string, user: string): Promise<number> {
  const socket = createSocket("udp4").bind(0, "127.0.0.1");
  await once(socket, "listening");
  const via = `SIP/2.0/UDP 127.0.0.1:${socket.address().port};branch=z9hG4bK${Date.now()};rport`;
  const lines = [
    `${method} sip:${user}@127.0.0.1 SIP/2.0`,
    ...[`Via: ${via}`, "Max-Forwards: 70", "From: <sip:20000@127.0.0.1>;tag=1"],
    ...[`To: <sip:${user}@127.0.0.1>`, `Call-ID: ${method}-${Date.now()}`, `CSeq: 1 ${method}`],
    ...[`Contact: <sip:20000@127.0.0.1:${socket.address().port}>`, "Content-Length: 0", "", ""],
  ];
  socket.send(lines.join("\r\n"), port, "127.0.0.1");
  try {
    for (;;) {
      const [data] = (await once(socket, "message")) as [Buffer];
      const status = Number(/^SIP\/2.0 (\d+)/.exec(data.toString())?.[1] ?? 0);
      if (status >= 200) return status;
    }
  } finally {
    socket.close();
  }
}

function failed(program: string): never {
  throw new Error(`${program} ended before its event socket answered`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill();
  await gone;
}
