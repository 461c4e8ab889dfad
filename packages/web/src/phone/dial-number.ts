/** What may be dialled: a number, a user's or a conference's. */
const DIALLABLE = /^[\p{L}\d*#+._-]{1,64}$/u;

/** What people type between digits. */
const DECORATION = /[\s()/]+/g;

/** The number that is meant, or `undefined` when it is none. */
export function dialNumber(typed: string): string | undefined {
  const number = typed.replace(DECORATION, "");
  return DIALLABLE.test(number) ? number : undefined;
}
