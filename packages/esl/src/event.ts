import type { Headers } from "./headers.js";
export class EslEvent {
  constructor(
    readonly headers: Headers,
    readonly body: string | undefined,
    readonly undecodable: readonly string[],
  ) {}
  get name(): string {
    return this.get("Event-Name") ?? "";
  }
  get subclass(): string | undefined {
    return this.get("Event-Subclass");
  }
  get sequence(): number | undefined {
    throw new Error("not built yet");
  }
  get coreUuid(): string | undefined {
    return this.get("Core-UUID");
  }
  get(name: string): string | undefined {
    return this.headers.get(name);
  }
  getAll(name: string): readonly string[] {
    return this.headers.getAll(name);
  }
}
