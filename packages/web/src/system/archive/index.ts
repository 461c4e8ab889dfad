export { ArchiveCard } from "./archive-card.js";
