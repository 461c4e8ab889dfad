/** A path that would leave the switch's tree, or whose real place lies outside it. */
export class UnsafePathError extends Error {
  override readonly name = "UnsafePathError";
  constructor(
    readonly path: string,
    readonly reason: string,
  ) {
    super(`${JSON.stringify(path)}: ${reason}`);
  }
}

/** Another server changes the same tree. */
export class TreeLockedError extends Error {
  override readonly name = "TreeLockedError";
  constructor(
    readonly lockFile: string,
    readonly holder: { readonly pid: number; readonly host: string },
  ) {
    super(
      `the tree is in use by process ${holder.pid} on ${holder.host}: stop it, or delete ${lockFile} if it is gone`,
    );
  }
}

/** A file is not as it was when the change was planned: somebody edited it meanwhile. Planning anew helps. */
export class TreeChangedError extends Error {
  override readonly name = "TreeChangedError";
  /** Try again later. */
  readonly statusCode = 503;
  constructor(readonly path: string) {
    super(`${path} was changed by somebody else at the same time`);
  }
}

/** Files could not be put back after a failed change; the journal still holds what is needed. */
export class RollbackFailedError extends Error {
  override readonly name = "RollbackFailedError";
  constructor(cause: unknown) {
    super("a failed change could not be undone on disk; it is tried again before the next change", {
      cause,
    });
  }
}

/** The queue takes no more changes: the server is stopping. */
export class QueueClosedError extends Error {
  override readonly name = "QueueClosedError";
  /** Try again later. */
  readonly statusCode = 503;
  constructor() {
    super("the server is stopping");
  }
}

/** A template or a file of the tree is not what it must be for us to write it. */
export class TemplateError extends Error {
  override readonly name = "TemplateError";
  constructor(
    readonly template: string,
    readonly reason: string,
  ) {
    super(`template ${template}: ${reason}`);
  }
}
