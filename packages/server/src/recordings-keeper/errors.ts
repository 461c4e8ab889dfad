/** This recording cannot be turned into another format, or not now; it is as it was. */
export class ConversionRefusedError extends Error {
  override readonly name = "ConversionRefusedError";
  constructor(
    readonly file: string,
    reason: string,
  ) {
    super(`${file}: ${reason}`);
  }
}

/** There is no ffmpeg here that can write the format. */
export class ConversionOffError extends Error {
  override readonly name = "ConversionOffError";
  constructor(readonly format: string) {
    super(`recordings cannot be turned into ${format} here: there is no ffmpeg that writes it`);
  }
}

/** ffmpeg failed, took too long, or wrote something else than what it read. The recording is as it was. */
export class ConversionFailedError extends Error {
  override readonly name = "ConversionFailedError";
  constructor(
    readonly file: string,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`${file} could not be converted: ${reason}`, options);
  }
}
