import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { BARESIP_MISSING, Baresip } from "./harness/baresip.js";
import { person, useBench } from "./harness/bench.js";
import { phoneTest } from "./harness/not-yet.js";
import { until } from "./harness/processes.js";
import { levelsOf, readWav } from "./harness/sound.js";

const LOW = 440;
const HIGH = 1000;
const LOUD_DB = -30;

const bench = useBench();

const phone = async (id: string, tone: number): Promise<Baresip> =>
  bench.keep(await Baresip.register(bench.at, person(id), { tone, answers: true, codecs: "PCMU" }));

describe("a call between two phones", () => {
  phoneTest(
    "is recorded into a file that holds both voices, and its end says what is in it",
    async () => {
      const [caller] = await Promise.all([phone("20001", LOW), phone("20002", HIGH)]);
      const { control, tree } = bench.at;
      const path = join(tree.recordingsDir, "both.wav");
      const from = control.now;
      caller?.call("20002");
      const bridged = await control.event(
        "the bridge",
        ({ name }) => name === "CHANNEL_BRIDGE",
        from,
      );
      const uuid = bridged.get("Bridge-A-Unique-ID");
      expect(await control.api(`uuid_record ${uuid} start ${path}`)).toBe("+OK Success\n");
      await until("some sound in the file", () => statSync(path).size > 60_000);
      expect(await control.api(`uuid_record ${uuid} stop ${path}`)).toBe("+OK Success\n");
      for (const level of levelsOf(readWav(readFileSync(path)), [LOW, HIGH], 1000))
        expect(level).toBeGreaterThan(LOUD_DB);
      const variable = (name: string) => control.api(`uuid_getvar ${uuid} ${name}`);
      expect(Number(await variable("record_file_size"))).toBe(statSync(path).size);
      expect(Number(await variable("record_samples"))).toBe((statSync(path).size - 44) / 2);
      expect(await variable("record_completion_cause")).toBe("success-maxtime");
    },
    { missing: BARESIP_MISSING },
  );
});
