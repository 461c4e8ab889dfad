export { createLiveNotes, type LiveNotes, type LiveNotesEvents, type MemberNote } from "./notes.js";
