import { z } from "zod";

const POWERS = { "": 0, K: 1, M: 2, G: 3, T: 4 } as const;
type Unit = keyof typeof POWERS;

const TEXT = /^(\d+(?:\.\d+)?)\s*([KMGT]?)(?:i?B)?$/i;

/** Bytes as a number, or as people write them: `500M`, `1.5 GiB`, `1048576`; a K is 1024. */
export const byteSize = z.union([z.number(), z.string()]).transform((value, context) => {
  const match = TEXT.exec(String(value).trim());
  const size = match && Number(match[1]) * 1024 ** POWERS[(match[2] ?? "").toUpperCase() as Unit];
  if (size !== null && Number.isSafeInteger(Math.floor(size))) return Math.floor(size);
  context.addIssue({ code: "custom", message: "must be a size like 50G, 500M or bytes" });
  return z.NEVER;
});
