import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { generateX25519Identity, identityToRecipient } from "age-encryption";

/** Whether the other implementation, Debian's package `age`, is there to compare with. */
export const AGE = spawnSync("age", ["--version"]).status === 0;
/** `age` asks for passphrases on a terminal only; util-linux's `script` is one. */
export const AGE_WITH_PASSPHRASE = AGE && spawnSync("script", ["--version"]).status === 0;

export interface KeyPair {
  readonly identity: string;
  readonly recipient: string;
}

export async function keyPair(): Promise<KeyPair> {
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

/** A file as age-keygen writes it. */
export function writeKeys(file: string, { identity, recipient }: KeyPair, mode = 0o600): string {
  writeFileSync(file, `# created: today\n# public key: ${recipient}\n${identity}\n`, { mode });
  return file;
}

export const age = (args: readonly string[], input?: Buffer): Buffer =>
  execFileSync("age", [...args], {
    maxBuffer: 64 * 1024 * 1024,
    ...(input === undefined ? {} : { input }),
  });

/** Types the passphrase twice, as `age -p` asks for it. */
export function ageOnTerminal(args: readonly string[], passphrase: string): void {
  const command = ["age", ...args].map((word) => `'${word}'`).join(" ");
  const input = `${passphrase}\n${passphrase}\n`;
  execFileSync("script", ["-qfec", command, "/dev/null"], { input, timeout: 30_000 });
}
