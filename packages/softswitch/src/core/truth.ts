const TRUE_WORDS = ["yes", "on", "true", "t", "enabled", "active", "allow"];

/** What FreeSWITCH takes for true: one of its words, or a number other than zero (switch_true). */
export const isTrue = (text: string | undefined): boolean =>
  text !== undefined &&
  (TRUE_WORDS.includes(text.toLowerCase()) ||
    (/^[+-]?[\d.]+$/.test(text) && Number.parseInt(text, 10) !== 0));
