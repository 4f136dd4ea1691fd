import { type Case, type JudgeConfig, verdictSchema } from "../../contract/judge.ts";
import { askService, NoAnswer } from "../network/ask-service.ts";
import type { Log } from "../process/log.ts";
import type { TargetHealth } from "./target-health.ts";

/** Cases at one time: a judge that is a language model takes seconds for each. */
const MOST_AT_ONCE = 4;

interface JudgeOptions {
  /** Of the configuration in force; undefined: there is none. */
  config(): JudgeConfig | undefined;
  targetHealth: Pick<TargetHealth, "hear">;
  log: Log;
}

/** What became of the cases since the start. */
export interface JudgeCounts {
  judged: number;
  /** The judge had no verdict. */
  failed: number;
  /** Came while as many as it may have were before it. */
  dropped: number;
}

/** Asks the operator's judge what answers are worth. Prompts and answers are handed on, and kept and logged nowhere. */
export class Judge {
  readonly #options: JudgeOptions;
  readonly #closed = new AbortController();
  readonly #counts: JudgeCounts = { judged: 0, failed: 0, dropped: 0 };
  #running = 0;
  /** Why it had no verdict last; undefined: it had. */
  #complaint: string | undefined;

  constructor(options: JudgeOptions) {
    this.#options = options;
  }

  /** Undefined: there is no judge. */
  get counts(): Readonly<JudgeCounts> | undefined {
    return this.#options.config() && this.#counts;
  }

  /** @returns when there is a verdict, or will be none */
  async hear(found: Case): Promise<void> {
    const config = this.#options.config();
    if (config === undefined) return;
    if (this.#running >= MOST_AT_ONCE) {
      this.#counts.dropped += 1;
      return;
    }
    this.#running += 1;
    try {
      await this.#ask(config, found);
    } finally {
      this.#running -= 1;
    }
  }

  async #ask(config: JudgeConfig, found: Case): Promise<void> {
    const { targetHealth, log } = this.#options;
    const service = { ...config, answer: verdictSchema, called: "verdict" };
    try {
      const { score } = await askService(service, found, this.#closed.signal);
      this.#counts.judged += 1;
      this.#complaint = undefined;
      targetHealth.hear(found.target, score);
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      if (this.#closed.signal.aborted) return;
      this.#counts.failed += 1;
      const complaint = `health.judge: the judge ${error.message}`;
      if (complaint !== this.#complaint) log.warn(complaint);
      this.#complaint = complaint;
    }
  }

  close(): void {
    this.#closed.abort();
  }
}
