/** Clients put name and password there as they are: an `&` that begins no other parameter is part of them. */
const LOGIN = /[?&]login=((?:[^&#]|&(?![^&#:=]+=))*)/;

/** Name and password of the address `…/api/live?login=name:password`, or undefined when it holds none. */
export function loginOf(url: string): { name: string; password: string } | undefined {
  const raw = LOGIN.exec(url)?.[1];
  if (raw === undefined) return undefined;
  // Clients that encode the two apart leave the colon between them bare; others encode all of it at once.
  const bare = raw.indexOf(":");
  if (bare >= 0)
    return { name: decoded(raw.slice(0, bare)), password: decoded(raw.slice(bare + 1)) };
  const text = decoded(raw);
  const at = text.indexOf(":");
  return at < 0 ? undefined : { name: text.slice(0, at), password: text.slice(at + 1) };
}

/** A stray `%` stands for itself; `+` is no blank here, it may be part of a password. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
