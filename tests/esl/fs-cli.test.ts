import { afterAll, beforeAll, expect, test } from "vitest";
import { startProgram } from "./child.js";
import { startTestSwitch, type TestSwitch } from "./test-switch.js";

let target: TestSwitch;
beforeAll(async () => {
  target = await startTestSwitch();
});
afterAll(() => target.stop());

const fsCli = (args: readonly string[], environment = target.environment) =>
  startProgram("packages/server/bin/parley.js", ["fs_cli", ...args], environment);

async function piped(lines: readonly string[]) {
  const child = fsCli([]);
  child.write(lines.map((line) => `${line}\n`).join(""));
  child.endInput();
  return child.ended;
}

test("a command given with -x is run, its output printed, without colours, and the status is 0", async () => {
  const { status, output } = await fsCli(["-x", "status"]).ended;
  expect(output).toMatch(/^UP 0 years/);
  expect(output).not.toContain("\x1b");
  expect(status).toBe(0);
});

test("a refused command gives status 1, and the ones behind it still run", async () => {
  const { status, output } = await fsCli(["-x", "no_such_command", "-x", "hostname"]).ended;
  expect(output).toMatch(/^-ERR no_such_command Command not found!\n\S+\n$/);
  expect(status).toBe(1);
});

test("address and password of the command line go before the settings", async () => {
  const args = ["-H", "127.0.0.1", "-P", String(target.port), "-p", target.password];
  const elsewhere = {
    PARLEY_ESL_HOST: "192.0.2.1",
    PARLEY_ESL_PORT: "1",
    PARLEY_ESL_PASSWORD: "x",
  };
  expect(await fsCli([...args, "-x", "hostname"], elsewhere).ended).toMatchObject({ status: 0 });
});

test("without a connection, or with a wrong password, the status is 3 and the reason is said", async () => {
  const wrong = await fsCli(["-p", "wrong", "-x", "status"]).ended;
  expect(wrong).toMatchObject({ status: 3, output: "" });
  expect(wrong.errors).toContain("refused the login");
});

test("a command line that cannot be understood gives status 2 and names what is wrong", async () => {
  const { status, errors } = await fsCli(["--nosuch"]).ended;
  expect(errors).toContain("--nosuch");
  expect(status).toBe(2);
  expect(await fsCli(["-P", "zero", "-x", "status"]).ended).toMatchObject({ status: 2 });
});

test("many commands from standard input are answered in their order, though none waits for the one before", async () => {
  const values = Array.from({ length: 500 }, (_, i) => `value-${i}`);
  const lines = values.map((value) => `eval ${value}`);
  const { status, output } = await piped(["# a comment", "", ...lines]);
  expect(output.trim().split("\n")).toEqual(values);
  expect(status).toBe(0);
});

test("/exit ends the program although more lines follow and the pipe stays open", async () => {
  const child = fsCli([]);
  child.write("hostname\n/exit\nstatus\n");
  const { status, output } = await child.ended;
  expect(output.trim().split("\n")).toHaveLength(1);
  expect(status).toBe(0);
});

test("events asked for are shown while standard input stays open, and what a caller put into them reaches no terminal", async () => {
  const child = fsCli([]);
  child.write("/event CUSTOM example::greeting\n");
  await child.said(/events: example::greeting/);
  target.softswitch.core.fire("CUSTOM", {
    subclass: "example::greeting",
    headers: [["Greeting", "hello \x1b[2J there"]],
  });
  await child.said(/Greeting: hello \ufffd\[2J there/);
  child.endInput();
  expect(await child.ended).toMatchObject({ status: 0 });
});

test("a link that breaks while commands wait gives status 3", async () => {
  const broken = await startTestSwitch();
  const child = fsCli([], broken.environment);
  child.write("hostname\n");
  await child.said(/\S/);
  await broken.stop();
  child.write("hostname\n");
  child.endInput();
  expect(await child.ended).toMatchObject({ status: 3 });
});
