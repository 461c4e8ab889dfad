/** Hands a text to the browser as a download; the address it has for that is taken back at once. */
export function saveFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // Not in this turn: the download has only been asked for.
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
