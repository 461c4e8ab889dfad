/**
 * Puts a text into the clipboard. Pages without TLS have no `navigator.clipboard`; there the old command is tried.
 *
 * @returns whether it is there.
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const area = document.createElement("textarea");
  const before = document.activeElement;
  // Inside the open dialog: its focus trap would not let the selection be elsewhere.
  const place = before?.closest('[role="dialog"]') ?? document.body;
  area.value = text;
  area.readOnly = true;
  area.style.position = "fixed";
  area.style.opacity = "0";
  place.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (before instanceof HTMLElement) before.focus();
  return done;
}
