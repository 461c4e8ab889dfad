import { foldCase } from "../decoding/fold-case.js";

/** The filters a program has set, to know whether there are any. */
export class FilterList {
  #filters: { header: string; value: string }[] = [];

  get active(): boolean {
    return this.#filters.length > 0;
  }

  add(header: string, value: string): void {
    this.#filters.push({ header: foldCase(String(header)), value: String(value) });
  }

  /** One filter, without a value those on a header, or with `all` every one, as the switch does it. */
  delete(header: string, value: string): void {
    const name = foldCase(String(header));
    this.#filters =
      name === "all"
        ? []
        : this.#filters.filter(
            (filter) => filter.header !== name || (value !== "" && filter.value !== value),
          );
  }
}
