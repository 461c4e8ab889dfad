import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CaptureStep, readCapture } from "../../../tests/_util/captures.js";
import type { CoreIdentity } from "../src/core/index.js";

/** Who the recorded switch said it was. */
export const RECORDED_IDENTITY: CoreIdentity = {
  hostname: "vm",
  switchname: "vm",
  ipv4: "192.0.2.2",
  ipv6: "fd00::2",
};

export const RECORDED_PASSWORD = "ClueCon";

/** The recorded answer to one `api` command of a capture, without its frame. */
export function recordedReply(steps: readonly CaptureStep[], command: string): string {
  const at = steps.findIndex(({ data }) => data.toString("utf8") === `${command}\n\n`);
  const text = steps[at + 1]?.data.toString("utf8") ?? "";
  if (at < 0 || text === "") throw new Error(`${command} is not in the capture`);
  return text.slice(text.indexOf("\n\n") + 2);
}

const VARS = [
  "domain=127.0.0.1",
  "domain_name=127.0.0.1",
  "es_pw=ClueCon",
  "recordings_dir=/var/freeswitch/recordings",
];

const SOFIA = `<configuration name="sofia.conf"><profiles><profile name="internal"><settings>
<param name="sip-ip" value="127.0.0.1"/><param name="sip-port" value="5060"/>
<param name="tls" value="true"/><param name="tls-sip-port" value="3361"/>
</settings></profile></profiles></configuration>`;

const EVENT_SOCKET = `<configuration name="event_socket.conf"><settings>
<param name="listen-ip" value="127.0.0.1"/><param name="listen-port" value="0"/>
<param name="password" value="$\${es_pw}"/>
</settings></configuration>`;

function rootFile(): string {
  const set = VARS.map((each) => `  <X-PRE-PROCESS cmd="set" data="${each}"/>`).join("\n");
  return `<?xml version="1.0"?>
<document type="freeswitch/xml">
${set}
  <section name="configuration" description="Various Configuration">
    <X-PRE-PROCESS cmd="include" data="autoload_configs/*.xml"/>
  </section>
  <X-PRE-PROCESS cmd="include" data="sections/*.xml"/>
</document>
`;
}

export interface TemporaryTree {
  readonly confDir: string;
  write(path: string, text: string): void;
  remove(): void;
}

/** A folder with files, removed by the test that made it. */
export function temporaryTree(files: Readonly<Record<string, string>>): TemporaryTree {
  const base = mkdtempSync(join(tmpdir(), "parley-tree-"));
  const confDir = join(base, "conf");
  const write = (path: string, text: string): void => {
    mkdirSync(join(confDir, path, ".."), { recursive: true });
    writeFileSync(join(confDir, path), text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  return { confDir, write, remove: () => rmSync(base, { recursive: true, force: true }) };
}

/** A tree with the users, dialplan and conference profiles that the recorded switch printed. */
export function recordedTree(): TemporaryTree {
  const steps = readCapture("03-config-queries");
  return temporaryTree({
    "freeswitch.xml": rootFile(),
    "autoload_configs/sofia.conf.xml": SOFIA,
    "autoload_configs/event_socket.conf.xml": EVENT_SOCKET,
    "autoload_configs/conference.conf.xml": recordedReply(
      steps,
      "api xml_locate configuration configuration name conference.conf",
    ),
    "sections/dialplan.xml": recordedReply(steps, "api xml_locate dialplan"),
    "sections/directory.xml": recordedReply(steps, "api xml_locate directory"),
  });
}
