export { begunAt, isRecordingName, isVideo } from "./names.js";
export { type OpenedFile, openBelow, parseRange } from "./open-file.js";
export {
  createRecordings,
  type Recording,
  RecordingBusyError,
  RecordingNotFoundError,
  type Recordings,
  type RecordingsOptions,
} from "./recordings.js";
