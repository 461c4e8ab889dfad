export { StorageCard } from "./storage-card.js";
