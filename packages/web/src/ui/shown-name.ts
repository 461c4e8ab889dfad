/** Characters of which nothing is seen: controls, formats (directions, zero widths), separators, fillers. */
const INVISIBLE = /[\p{C}\p{Z}\u115f\u1160\u3164\uffa0\u2800]/gu;

/** What to show for a name: control characters as blanks, and the fallback for one of which nothing would be seen. */
export function shownName(name: string, fallback: string): string {
  return name.replace(INVISIBLE, "") === "" ? fallback : name.replace(/\p{Cc}+/gu, " ").trim();
}

/** One or two letters for a round picture. */
export function initials(name: string, fallback = "?"): string {
  const letters = shownName(name, fallback)
    .split(/\s+/u)
    .map((word) => [...word].find((letter) => /[\p{L}\p{N}]/u.test(letter)) ?? "")
    .join("");
  return [...letters].slice(0, 2).join("").toUpperCase() || "?";
}
