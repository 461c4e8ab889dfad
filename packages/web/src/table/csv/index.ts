export type { ImportField } from "./fields.js";
export { ImportDialog } from "./import-dialog.js";
export type { ImportItem, ImportSpec, Outcome } from "./spec.js";
