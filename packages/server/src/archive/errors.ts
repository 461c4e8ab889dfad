/** An archive that must not or cannot be unpacked; the message says what is wrong with it. */
export class ArchiveUnfitError extends Error {
  override readonly name = "ArchiveUnfitError";
  readonly statusCode = 400;
  constructor(
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`the archive cannot be used: ${reason}`, options);
  }
}

/** There is no such snapshot, or the name is none. */
export class SnapshotNotFoundError extends Error {
  override readonly name = "SnapshotNotFoundError";
  readonly statusCode = 404;
  constructor(readonly file: string) {
    super(`no snapshot ${JSON.stringify(file)}`);
  }
}

/** What was restored was not accepted; the tree is as it was before. */
export class RestoreRefusedError extends Error {
  override readonly name = "RestoreRefusedError";
  readonly statusCode = 409;
  constructor(
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`nothing was restored: ${reason}`, options);
  }
}

/** The running tree cannot be put into an archive. */
export class TreeUnfitError extends Error {
  override readonly name = "TreeUnfitError";
  readonly statusCode = 409;
  constructor(readonly reason: string) {
    super(`the tree cannot be archived: ${reason}`);
  }
}

/** An encrypted snapshot that stays shut: no key for it is at hand, or none of those tried is the right one. */
export class ArchiveKeyError extends Error {
  override readonly name = "ArchiveKeyError";
  readonly statusCode = 409;
  /** Where a request can bring one. */
  readonly field = "identity";
  constructor(
    readonly reason: "needed" | "wrong",
    options?: ErrorOptions,
  ) {
    const needed = "the archive is encrypted, and its key is needed";
    const wrong = "the archive is encrypted for another key, or with another passphrase";
    super(reason === "needed" ? needed : wrong, options);
  }
}

/** The file of keys that the settings name cannot be used. */
export class IdentityFileError extends Error {
  override readonly name = "IdentityFileError";
  readonly statusCode = 409;
  constructor(
    readonly path: string,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`the file of keys ${path}: ${reason}`, options);
  }
}
