export { AddDialog, AddForm } from "./add-dialog.js";
export { onlyOf, type Removal, removeAll } from "./outcomes.js";
export { type Deletion, useDeletion } from "./use-deletion.js";
export { type EntryForm, useEntryForm } from "./use-entry-form.js";
