import { PatternError } from "./types.js";

/** Goes through a pattern byte by byte. */
export class Reader {
  at = 0;

  constructor(readonly text: string) {}

  get done(): boolean {
    return this.at >= this.text.length;
  }

  /** The next character without taking it; empty at the end. */
  peek(): string {
    return this.text.charAt(this.at);
  }

  take(): string {
    if (this.done) this.fail("the pattern ends too early");
    const next = this.text.charAt(this.at);
    this.at += 1;
    return next;
  }

  /** Takes a literal if it comes next. */
  skip(literal: string): boolean {
    if (!this.text.startsWith(literal, this.at)) return false;
    this.at += literal.length;
    return true;
  }

  /** Takes what an expression anchored with `^` finds here. */
  match(expression: RegExp): RegExpExecArray | null {
    const found = expression.exec(this.text.slice(this.at));
    if (found) this.at += found[0].length;
    return found;
  }

  fail(problem: string): never {
    throw new PatternError(this.text, this.at, problem);
  }
}
