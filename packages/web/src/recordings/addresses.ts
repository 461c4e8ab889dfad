import { api } from "../api/index.js";

/** Where a player finds a recording. */
export const addressOf = (file: string): string => api.url("recordings.read", { params: { file } });

/** The same as a file to keep. */
export const downloadOf = (file: string): string => `${addressOf(file)}?download`;
