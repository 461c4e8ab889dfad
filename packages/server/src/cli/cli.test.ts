import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadConfig } from "../config/index.js";
import { doctor } from "./doctor.js";

test("the doctor names what is missing and what to do, and changes nothing", async () => {
  const folder = mkdtempSync(join(tmpdir(), "parley-doctor-"));
  const conf = join(folder, "conf");
  mkdirSync(conf);
  writeFileSync(join(conf, "vars.xml"), '<X-PRE-PROCESS cmd="set" data="es_pw=@@es_pw@@"/>');
  const environment = {
    PARLEY_CONF_DIR: conf,
    PARLEY_ESL_HOST: "127.0.0.1",
    PARLEY_ESL_PORT: "1",
    PARLEY_ESL_PASSWORD: "ClueCon",
    PARLEY_HTTP_HOST: "0.0.0.0",
  };
  const lines: string[] = [];
  const status = await doctor(await loadConfig({ environment, folder }), (line) =>
    lines.push(line),
  );
  expect(status).toBe(1);
  const text = lines.join("\n");
  expect(text).toMatch(/^FAILED {2}configuration tree .*freeswitch\.xml/m);
  expect(text).toMatch(/^FAILED {2}secrets in vars\.xml/m);
  expect(text).toMatch(/^FAILED {2}event socket 127\.0\.0\.1:1: .*PARLEY_ESL_HOST/m);
  expect(text).toMatch(/^warning the event socket uses the well-known password/m);
  expect(text).toMatch(/^warning HTTP on 0\.0\.0\.0 is not encrypted/m);
});
