import { LAW } from "./score-law.ts";

/** A judge's verdicts on one target, whose counts fade: they are few, and so fade more slowly than attempts. */
export class Verdicts {
  #at: number;
  #count = 0;
  #sum = 0;

  constructor(now: number) {
    this.#at = now;
  }

  /** @param score 0 to 1 */
  add(score: number, now: number): void {
    this.pass(now);
    this.#fade(1 - 1 / LAW.verdictWindow);
    this.#count += 1;
    this.#sum += score;
  }

  pass(now: number): void {
    this.#fade(0.5 ** (Math.max(0, now - this.#at) / LAW.verdictHalfLifeMs));
    this.#at = now;
  }

  get count(): number {
    return this.#count;
  }

  get mean(): number | undefined {
    return this.#count > 0 ? this.#sum / this.#count : undefined;
  }

  #fade(factor: number): void {
    this.#count *= factor;
    this.#sum *= factor;
  }
}
