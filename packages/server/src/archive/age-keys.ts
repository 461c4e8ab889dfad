/** What a request brings along to open an encrypted snapshot; used for it, and for nothing after it. */
export interface GivenKey {
  /** The text of a file of age keys. */
  readonly identity?: string | undefined;
  readonly passphrase?: string | undefined;
}
