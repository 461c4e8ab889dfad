/** No document can be made now: the template is broken, and there was none before. The text is for administrators. */
export class DocumentUnavailableError extends Error {
  override readonly name = "DocumentUnavailableError";
  readonly statusCode = 503;
  constructor(cause: Error) {
    super("the document cannot be made", { cause });
  }
}
