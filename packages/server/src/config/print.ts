import type { LoadedConfig } from "./load.js";
import { DEFINITIONS } from "./settings.js";

function shown(definition: object, value: unknown): string {
  const isSet = value !== undefined && value !== "" && !(Array.isArray(value) && !value.length);
  if ("secret" in definition && definition.secret) return isSet ? "********" : "(not set)";
  if ("shown" in definition) return Array.isArray(value) && isSet ? `${value.length}` : "(not set)";
  return String(value ?? "(not set)");
}

/** The settings as lines for a person: variable, value, where it came from; secrets only as set or not set. */
export function describeConfig({ settings, sources, warnings }: LoadedConfig): string {
  const rows = Object.entries(DEFINITIONS).map(([name, definition]) => {
    const value = settings[name as keyof typeof settings];
    return [
      definition.variable,
      shown(definition, value),
      sources[name] ?? "",
      definition.help,
    ] as const;
  });
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  const contexts = settings.contexts.map(
    ({ name, role, users, conferences }) =>
      `context ${name}: ${role}, users ${users.first}–${users.last}, conferences ${conferences.first}–${conferences.last}`,
  );
  return [...lines, "", ...contexts, ...warnings.map((text) => `warning: ${text}`)].join("\n");
}
