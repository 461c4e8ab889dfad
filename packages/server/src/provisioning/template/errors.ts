/** A template that cannot be used: which file, which line of it, and why. */
export class PhoneTemplateError extends Error {
  override readonly name = "PhoneTemplateError";
  constructor(
    readonly file: string,
    readonly line: number,
    readonly reason: string,
  ) {
    super(`${file}:${line}: ${reason}`);
  }
}
