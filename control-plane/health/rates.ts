/** A target's numbers at one moment, what is older counting less. */
export interface Rates {
  onProbation: boolean;
  attempts: number;
  /** All that were ever seen, old ones too. */
  seen: number;
  /** Of the attempts, those that failed by the host's or the model's fault: 0 to 1. */
  errorRate: number;
  /** Attempts with a first token; its mean time, and the 95th percentile. */
  timed: number;
  /** All that were ever seen of them. */
  timedSeen: number;
  latencyMs: number | undefined;
  p95Ms: number | undefined;
  tokensPerSecond: number | undefined;
  answers: number;
  /** Of the answers, those with a flaw: 0 to 1. */
  flawRate: number;
  /** A judge's verdicts, and their mean: 0 to 1. */
  verdicts: number;
  judged: number | undefined;
}
