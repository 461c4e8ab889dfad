/** A setting that cannot be used; `setting` is the name a person would look for. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  constructor(
    readonly setting: string,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`${setting}: ${reason}`, options);
  }
}
