const PLAIN_DELIMITER = " ";

/**
 * Splits an API command's arguments the way the switch does (`switch_separate_string`): at blanks, `'…'` keeps blanks
 * together, `\` takes the next character as it is.
 */
export function splitApiArguments(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    if (character === PLAIN_DELIMITER && !quoted) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (character === "'") {
      quoted = !quoted;
      word ??= "";
    } else if (character === "\\" && at + 1 < text.length) {
      word = (word ?? "") + text[++at];
    } else {
      word = (word ?? "") + character;
    }
  }
  if (word !== undefined) words.push(word);
  return words;
}
