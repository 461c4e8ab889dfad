import { normalMac } from "./mac.js";
import { plainPath } from "./plain-files.js";
import type { PhoneFile, UploadRule, Vendor } from "./vendor.js";

/** What a path below a vendor's address means. */
export type Target =
  | { readonly kind: "file"; readonly file: PhoneFile; readonly mac: string | undefined }
  | {
      readonly kind: "upload";
      readonly rule: UploadRule;
      readonly mac: string;
      readonly name: string;
    }
  | { readonly kind: "plain"; readonly parts: readonly string[]; readonly mac: undefined };

const LONGEST_PATH = 300;

/** @returns undefined for a path that means nothing here */
export function targetOf(vendor: Vendor, path: string, sent: boolean): Target | undefined {
  if (path.length > LONGEST_PATH) return undefined;
  return sent
    ? uploadOf(vendor, path)
    : (fileOf(vendor, path) ?? uploadOf(vendor, path) ?? plainOf(vendor, path));
}

function fileOf(vendor: Vendor, path: string): Target | undefined {
  for (const file of vendor.files) {
    const match = file.pattern.exec(path);
    const named = match?.groups?.["mac"];
    if (match) return { kind: "file", file, mac: named && normalMac(named) };
  }
  return undefined;
}

function uploadOf({ uploads = [] }: Vendor, path: string): Target | undefined {
  for (const rule of uploads) {
    const mac = normalMac(rule.pattern.exec(path)?.groups?.["mac"] ?? "");
    if (mac) return { kind: "upload", rule, mac, name: path.toLowerCase() };
  }
  return undefined;
}

function plainOf(vendor: Vendor, path: string): Target | undefined {
  const parts = plainPath(vendor, path);
  // A file that is named after a phone is that phone's, or nobody's.
  if (!parts || /^[0-9a-f]{12}\b/i.test(path)) return undefined;
  return { kind: "plain", parts, mac: undefined };
}
