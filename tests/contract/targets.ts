import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepareDataDir } from "@parley/server";
import { createSoftswitch } from "@parley/softswitch";
import { TREE } from "../_util/system.js";
import { RawSession } from "./raw-session.js";

/** A switch that the contract is held against. */
export interface Target {
  /** A new session that has signed in. */
  session(): Promise<RawSession>;
  /** Puts somebody into a conference of `freeswitch/conf`; resolves to the channel's uuid. */
  join(conference: JoinedAs): Promise<string>;
  /** A file the switch can write. */
  readonly recording: string;
  close(): Promise<void>;
}

export interface JoinedAs {
  readonly number: string;
  readonly name: string;
  readonly profile: string;
  /** mod_conference's member flags, e.g. `moderator|mute-detect`. */
  readonly flags: string;
  readonly user: string;
}

export interface TargetKind {
  readonly name: string;
  open(): Promise<Target>;
}

const real = process.env["PARLEY_TEST_FREESWITCH"];
if (!real)
  process.stdout.write(
    "Skipped: the contract against a real FreeSWITCH (PARLEY_TEST_FREESWITCH=host:port is not set)\n",
  );

/** The softswitch always, a FreeSWITCH where one is named. */
export const TARGETS: readonly TargetKind[] = [
  { name: "softswitch", open: openSoftswitch },
  ...(real ? [{ name: `FreeSWITCH at ${real}`, open: () => openFreeSwitch(real) }] : []),
];

async function openSoftswitch(): Promise<Target> {
  const dataDir = mkdtempSync(join(tmpdir(), "parley-contract-"));
  // Without prompts, as the recorded switch was: what plays changes the answers of file commands.
  const made = prepareDataDir({ dataDir, treeDir: TREE, soundsDir: join(dataDir, "none") });
  const password = "contract";
  const softswitch = createSoftswitch({
    confDir: made!.confDir,
    recordingsDir: join(dataDir, "recordings"),
    host: "127.0.0.1",
    eslPort: 0,
    eslPassword: password,
  });
  const { eslPort } = await softswitch.start();
  return {
    session: () => RawSession.open("127.0.0.1", eslPort, password),
    join: async ({ number, user, flags }) =>
      (await softswitch.callers.call(user, number, { flags })).uuid,
    recording: join(dataDir, "recordings", "contract.wav"),
    async close() {
      await softswitch.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function openFreeSwitch(address: string): Promise<Target> {
  const [host = "127.0.0.1", port = "8021"] = address.split(":");
  const password = process.env["PARLEY_TEST_FREESWITCH_PASSWORD"] ?? "ClueCon";
  const session = () => RawSession.open(host, Number(port), password);
  const control = await session();
  const folder = mkdtempSync(join(tmpdir(), "parley-contract-"));
  return {
    session,
    join: (conference) => joinByLoopback(control, conference),
    recording: join(folder, "contract.wav"),
    async close() {
      await control.command("api hupall NORMAL_CLEARING parley_contract true");
      control.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A call without phones: one end of a loopback channel is parked, the other joins as if it had dialled. */
async function joinByLoopback(
  control: RawSession,
  { name, profile, flags, user }: JoinedAs,
): Promise<string> {
  const uuid = (await control.command("api create_uuid")).trim();
  const variables = [
    "parley_contract=true",
    `origination_uuid=${uuid}`,
    `origination_caller_id_name=${user}`,
    `origination_caller_id_number=${user}`,
  ].join(",");
  const application = `conference:'${name}@${profile}++flags{${flags}}'`;
  const reply = await control.command(
    `api originate {${variables}}loopback/app=park ${application} inline`,
  );
  if (!reply.startsWith("+OK")) throw new Error(`originate: ${reply}`);
  return uuid;
}
