/** File systems allow 255 bytes for a name; date and ending need 29 of them. */
const MAX_NAME_BYTES = 180;

/** Types whose recordings hold pictures: only a mixed canvas can be recorded (conference_record.c). */
export function recordsVideo(type: string): boolean {
  return /(?:^|-)video-mux(?:-|$)/.test(type);
}

/** A conference's name as the first part of a file name: no path, nothing hidden, nothing unprintable. */
export function safeFileName(name: string): string {
  const cleaned = name
    .normalize("NFC")
    .replace(/[/\\\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, "_")
    .replace(/^\.+/, (dots) => "_".repeat(dots.length));
  return truncateBytes(cleaned, MAX_NAME_BYTES) || "_";
}

/** `${directory}/${name}-${ISO date}.wav`, or `.mp4` for a conference with a canvas. */
export function recordingPath(
  directory: string,
  conference: { readonly name: string; readonly type: string },
  now: number,
): string {
  const ending = recordsVideo(conference.type) ? "mp4" : "wav";
  const stem = `${safeFileName(conference.name)}-${new Date(now).toISOString()}`;
  return `${directory.replace(/\/+$/, "")}/${stem}.${ending}`;
}

/** In rooms with video, events give the path behind `{channels=…,fps=…}`; commands and listings without (conference_record.c). */
export function withoutFileParameters(path: string): string {
  return path.replace(/^\{[^}]*\}/, "");
}

function truncateBytes(text: string, bytes: number): string {
  let kept = "";
  let size = 0;
  for (const character of text) {
    size += Buffer.byteLength(character);
    if (size > bytes) break;
    kept += character;
  }
  return kept;
}
