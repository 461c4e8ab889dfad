import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTone, FRAME_MS, WavWriter } from "../audio/index.js";

export const DOMAIN = "rehearsal";
export const USER = "1";
/** A number of two digits is a room. */
export const ROOM = "10";

/** A tree of one user and one kind of conference, in a folder that goes when it is removed. */
export interface SmallTree {
  readonly confDir: string;
  readonly password: string;
  remove(): void;
}

const PROMPT_RATE = 8000;
const PROMPT_FRAMES = 1000 / FRAME_MS;

export function makeSmallTree(): SmallTree {
  const confDir = mkdtempSync(join(tmpdir(), "parley-rehearsal-"));
  const prompt = join(confDir, "alone.wav");
  writePrompt(prompt);
  const password = randomBytes(18).toString("hex");
  writeFileSync(join(confDir, "freeswitch.xml"), document(password, prompt), { mode: 0o600 });
  const clean = (): void => rmSync(confDir, { recursive: true, force: true });
  // A process may be ended in the middle of it.
  process.once("exit", clean);
  const remove = (): void => {
    process.off("exit", clean);
    clean();
  };
  return { confDir, password, remove };
}

function writePrompt(path: string): void {
  const file = new WavWriter(path, PROMPT_RATE);
  const next = createTone(PROMPT_RATE, [300], 200);
  for (let left = PROMPT_FRAMES; left > 0; left -= 1) file.write(next());
  file.close();
}

const params = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([name, value]) => `<param name="${name}" value="${value}"/>`)
    .join("");

/** It has what our own tree has: conditions, captures, variables set and exported, codecs, flags, a prompt. */
function document(password: string, prompt: string): string {
  const sofia = params({
    "sip-ip": "127.0.0.1",
    "challenge-realm": DOMAIN,
    context: "nobody",
  });
  const room = params({
    rate: "16000",
    interval: "20",
    "energy-level": "100",
    "alone-sound": prompt,
    "enter-sound": "tone_stream://%(100,0,300)",
    "caller-controls": "default",
  });
  return `<document type="freeswitch/xml">
<section name="configuration">
<configuration name="sofia.conf"><profiles><profile name="internal"><settings>${sofia}</settings></profile></profiles></configuration>
<configuration name="switch.conf"><settings>${params({ "sessions-per-second": "1000" })}</settings></configuration>
<configuration name="conference.conf">
<caller-controls><group name="default"><control action="mute" digits="0"/></group></caller-controls>
<profiles><profile name="small">${room}</profile></profiles>
</configuration>
</section>
<section name="dialplan"><context name="small"><extension name="room">
<condition field="\${user_context}" expression="^(small|large)$"/>
<condition field="destination_number" expression="^([1-9])(\\d)$">
<action application="set" data="codec_string=G722,PCMU,PCMA"/>
<action application="export" data="media_timeout_audio=120000"/>
<action application="answer"/>
<action application="conference" data="room$1$2@small++flags{\${conf_flags}}"/>
</condition></extension></context></section>
<section name="directory"><domain name="${DOMAIN}"><groups><group name="small"><users><user id="${USER}">
<params><param name="password" value="${password}"/></params>
<variables><variable name="user_context" value="small"/><variable name="conf_flags" value="mute-detect"/></variables>
</user></users></group></groups></domain></section>
</document>
`;
}
