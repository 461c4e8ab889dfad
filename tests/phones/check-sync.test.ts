import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { headerOf } from "../../packages/softswitch/testing/raw-phone.js";
import { BARESIP_MISSING, Baresip } from "./harness/baresip.js";
import { person, useBench } from "./harness/bench.js";
import { deskPhone } from "./harness/desk-phone.js";
import { phoneTest } from "./harness/not-yet.js";
import { attachServer } from "./harness/server.js";
import { SIPP_MISSING, Sipp } from "./harness/sipp.js";

const bench = useBench();

/** Changes a file of the tree by hand and has the switch read it. */
async function edit(path: string, change: (text: string) => string): Promise<void> {
  const file = join(bench.at.tree.confDir, path);
  const text = readFileSync(file, "utf8");
  const changed = change(text);
  expect(changed).not.toBe(text);
  writeFileSync(file, changed);
  expect(await bench.at.control.api("reloadxml")).toBe("+OK [Success]\n");
}

describe("a phone is told to fetch its settings again", () => {
  phoneTest(
    "when somebody has named a conference anew, and it is not told to start anew",
    async () => {
      await edit("directory/default/team/20004.xml", (text) =>
        text.replace('name="polymac" value="none"', 'name="polymac" value="001565aabb01"'),
      );
      const phone = await deskPhone(bench, "20004", "desk", { agent: "Yealink SIP-T46S 66.85" });
      const server = await attachServer(bench.at);
      bench.keep({ close: () => server.stop() });
      await edit("dialplan/conferences/32000.xml", (text) =>
        text.replaceAll('data="public@', 'data="Named anew@'),
      );
      const request = await phone.take();
      expect(request).toMatch(/^NOTIFY sip:20004@127\.0\.0\.1:/);
      expect(headerOf(request, "Event")).toBe("check-sync;reboot=false");
      expect(headerOf(request, "To")).toBe("<sip:20004@127.0.0.1>");
    },
  );

  for (const transport of ["udp", "tcp"] as const)
    phoneTest(
      `by the switch's own command over ${transport}, in the words of its maker, and may refuse`,
      async () => {
        const from = bench.at.control.now;
        const wishes = { transport, agent: "Yealink SIP-T46S" };
        const phone = await Sipp.run(bench.at, person("20003"), "notified", wishes);
        bench.keep({ close: () => phone.stop() });
        await bench.at.control.sofia("register", "20003", from);
        const answer = await bench.at.control.api(
          "sofia profile internal check_sync 20003@127.0.0.1",
        );
        expect(answer).toBe("+OK syncing all registrations matching specified call_id\n");
        await phone.done;
      },
      { missing: SIPP_MISSING },
    );

  phoneTest(
    "and a softphone that makes nothing of it stays registered and is called",
    async () => {
      const [one, two] = await Promise.all(
        ["20001", "20002"].map((id) => Baresip.register(bench.at, person(id), { answers: true })),
      );
      for (const each of [one, two]) if (each) bench.keep(each);
      await bench.at.control.api("sofia profile internal check_sync 20002@127.0.0.1");
      one?.call("20002");
      await two?.told("CALL_ESTABLISHED");
    },
    { missing: BARESIP_MISSING },
  );
});
