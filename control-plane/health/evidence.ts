import type { TargetTelemetry } from "../../contract/telemetry.ts";
import { Blame, FAILURES } from "../../plugin/policy/failure/table.ts";
import { FLAWS } from "../../plugin/policy/health/flaw.ts";
import { FadingTimes } from "./fading-times.ts";
import type { Rates } from "./rates.ts";
import { LAW } from "./score-law.ts";
import { Verdicts } from "./verdicts.ts";

/** Failures of the caller or of one key tell nothing of the target. */
const FAULTS = FAILURES.filter(({ blame }) => blame === Blame.Host || blame === Blame.Model);

/** What is known of one target. */
export class Evidence {
  #at: number;
  #heardAt: number;
  /** Of attempts; undefined: it is not on probation. */
  #probation: number | undefined;
  #attempts = 0;
  #seen = 0;
  #timedSeen = 0;
  #faults = 0;
  #tokens = 0;
  #tokensMs = 0;
  #answers = 0;
  #read = 0;
  #plainFlaws = 0;
  #readFlaws = 0;
  readonly #times = new FadingTimes();
  readonly #verdicts: Verdicts;

  constructor(now: number) {
    this.#verdicts = new Verdicts(now);
    this.#at = now;
    this.#heardAt = now;
  }

  take(news: TargetTelemetry, now: number): void {
    this.#pass(now);
    const { attempts, failures, first_token, tokens, tokens_ms, answers, read, flaws } = news;
    this.#fade((1 - 1 / (this.#probation ?? LAW.window)) ** attempts);
    if (attempts > 0) this.#heardAt = now;
    this.#attempts += attempts;
    this.#seen += attempts;
    for (const { name } of FAULTS) this.#faults += failures[name] ?? 0;
    for (const [time, count] of first_token) {
      this.#times.add(time, count);
      this.#timedSeen += count;
    }
    this.#tokens += tokens;
    this.#tokensMs += tokens_ms;
    this.#answers += answers;
    this.#read += read;
    for (const { name, isRead } of FLAWS) {
      if (isRead) this.#readFlaws += flaws[name] ?? 0;
      else this.#plainFlaws += flaws[name] ?? 0;
    }
  }

  /** @param score a judge's verdict on an answer, 0 to 1 */
  hear(score: number, now: number): void {
    this.#verdicts.add(score, now);
  }

  /** From now on attempts alone decide, and time nothing. @param window of attempts */
  beginProbation(now: number, window: number): void {
    this.#pass(now);
    if (this.#attempts > window) this.#fade(window / this.#attempts);
    this.#probation = window;
  }

  endProbation(now: number): void {
    this.#pass(now);
    this.#probation = undefined;
  }

  /** Nothing was heard of it for so long that nothing is known. */
  isForgotten(now: number): boolean {
    return now - this.#heardAt > LAW.forgetAfterMs;
  }

  rates(now: number): Rates {
    this.#pass(now);
    this.#verdicts.pass(now);
    const plain = share(this.#plainFlaws, this.#answers);
    const read = share(this.#readFlaws, this.#read);
    return {
      onProbation: this.#probation !== undefined,
      attempts: this.#attempts,
      seen: this.#seen,
      errorRate: share(this.#faults, this.#attempts),
      timed: this.#times.count,
      timedSeen: this.#timedSeen,
      latencyMs: this.#times.mean,
      p95Ms: this.#times.quantile(0.95),
      tokensPerSecond: this.#tokensMs > 0 ? (this.#tokens / this.#tokensMs) * 1000 : undefined,
      answers: this.#answers,
      flawRate: 1 - (1 - plain) * (1 - read),
      verdicts: this.#verdicts.count,
      judged: this.#verdicts.mean,
    };
  }

  /** A clock that was set back makes nothing younger. */
  #pass(now: number): void {
    const passed = Math.max(0, now - this.#at);
    this.#at = now;
    if (passed > 0 && this.#probation === undefined) this.#fade(0.5 ** (passed / LAW.halfLifeMs));
  }

  #fade(factor: number): void {
    this.#attempts *= factor;
    this.#faults *= factor;
    this.#tokens *= factor;
    this.#tokensMs *= factor;
    this.#answers *= factor;
    this.#read *= factor;
    this.#plainFlaws *= factor;
    this.#readFlaws *= factor;
    this.#times.fade(factor);
  }
}

function share(part: number, whole: number): number {
  return whole > 0 ? Math.min(1, part / whole) : 0;
}
