import { countLineFeeds } from "../text/characters.js";

/** A line that the preprocessor has to look at; all others are copied. */
export interface SpecialLine {
  readonly start: number;
  /** After the line's end. */
  readonly end: number;
  /** From 1. */
  readonly line: number;
}

/** A file's text with the lines that need attention already found. */
export interface PreparedFile {
  readonly text: string;
  readonly specials: readonly SpecialLine[];
}

const LF = 10;
const CR = 13;

// Everything that any step of preprocess() in switch_xml.c reacts to. A NUL ends a line there.
const TRIGGER = /\$\$\{|<\/?include>|<\?|<!--#|x-pre-process|\0/gi;

export function prepareFile(text: string): PreparedFile {
  const specials: SpecialLine[] = [];
  let line = 1;
  let counted = 0;
  TRIGGER.lastIndex = 0;
  for (let hit = TRIGGER.exec(text); hit !== null; hit = TRIGGER.exec(text)) {
    const start = lineStart(text, hit.index);
    const end = lineEnd(text, hit.index);
    line += countLineFeeds(text, counted, start);
    counted = start;
    specials.push({ start, end, line });
    TRIGGER.lastIndex = end;
  }
  return { text, specials };
}

/** The position after the line's end; a line ends after CR or LF (switch_fp_read_dline), so CRLF makes an empty line of the LF. */
export function lineEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === LF || code === CR) return at + 1;
  }
  return text.length;
}

function lineStart(text: string, from: number): number {
  let at = from;
  for (; at > 0; at--) {
    const code = text.charCodeAt(at - 1);
    if (code === LF || code === CR) break;
  }
  return at;
}
