import { dirname, join } from "node:path";
import type { CoreIdentity } from "../core/index.js";

export interface BuiltInFacts {
  readonly identity: CoreIdentity;
  readonly coreUuid: string;
  readonly confDir: string;
  readonly recordingsDir?: string | undefined;
}

/** The global variables FreeSWITCH sets before it reads the tree, in its order (switch_core.c). */
export function builtInVariables(facts: BuiltInFacts): Map<string, string> {
  const base = dirname(facts.confDir);
  const inBase = (name: string): string => join(base, name);
  return new Map([
    ["hostname", facts.identity.hostname],
    ["local_ip_v4", facts.identity.ipv4],
    ["local_mask_v4", "255.255.255.0"],
    ["local_ip_v6", facts.identity.ipv6],
    ["base_dir", base],
    ["recordings_dir", facts.recordingsDir ?? inBase("recordings")],
    ["sounds_dir", inBase("sounds")],
    ["conf_dir", facts.confDir],
    ["log_dir", inBase("log")],
    ["run_dir", inBase("run")],
    ["db_dir", inBase("db")],
    ["mod_dir", inBase("mod")],
    ["htdocs_dir", inBase("htdocs")],
    ["script_dir", inBase("scripts")],
    ["temp_dir", "/tmp"],
    ["grammar_dir", inBase("grammar")],
    ["fonts_dir", inBase("fonts")],
    ["images_dir", inBase("images")],
    ["certs_dir", join(facts.confDir, "tls")],
    ["storage_dir", inBase("storage")],
    ["cache_dir", inBase("cache")],
    ["data_dir", base],
    ["localstate_dir", base],
    ["core_uuid", facts.coreUuid],
  ]);
}
