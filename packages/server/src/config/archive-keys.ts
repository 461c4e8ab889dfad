import { ConfigError } from "./errors.js";
import { DEFINITIONS, type Settings } from "./settings.js";

/**
 * Looks whether the keys of archives are some: with one that is not, the first backup would fail at night.
 *
 * @throws {ConfigError} (as a rejection) without the key itself
 */
export async function checkArchiveKeys(settings: Settings): Promise<void> {
  const { archiveRecipients = [], archiveIdentity } = settings;
  if (archiveRecipients.length === 0 && archiveIdentity === undefined) return;
  // The library takes its time to load, and most have no use for it.
  const { badRecipient, readIdentityFile } = await import("../archive/age-keys.js");
  const bad = await badRecipient(archiveRecipients);
  if (bad !== undefined)
    throw new ConfigError(
      `${DEFINITIONS.archiveRecipients.variable} / archiveRecipients`,
      `number ${bad} is no public key of age (age1…)`,
    );
  if (archiveIdentity === undefined) return;
  await readIdentityFile(archiveIdentity).catch((cause: Error) => {
    const setting = `${DEFINITIONS.archiveIdentity.variable} / archiveIdentity`;
    throw new ConfigError(setting, cause.message, { cause });
  });
}
