/** The calls of the page, over every screen; nothing while there are none. */
export function PhoneDock() {
  return null;
}
