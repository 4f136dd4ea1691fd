/** Where the next attempt goes. */
export enum Retry {
  /** The caller is told. */
  No = 0,
  /** To the same target with another of its provider's keys; without a free one, to the next target. */
  OtherKey = 1,
  NextTarget = 2,
  /** To the next target with a longer context; without one the caller is told. */
  LongerContext = 3,
  /** To the same target, without the thoughts of earlier turns; with none to leave out, to the next target. */
  WithoutThoughts = 4,
}

/** What a failure is held against. */
export enum Blame {
  Nobody = 0,
  /** The target's host: Envoy ejects it after some in a row. */
  Host = 1,
  /** The provider key, for this upstream model: it cools down. The host's where the provider has no keys. */
  Key = 2,
  /** The upstream model at this provider: the target cools down. */
  Model = 3,
}

/** What an attempt may meet instead of an answer. The names stand in statistics, logs and `headgate failover-test`. */
export enum FailureKind {
  Connect = 0,
  Dns = 1,
  Tls = 2,
  Reset = 3,
  ServerError = 4,
  Overloaded = 5,
  RateLimit = 6,
  KeyRefused = 7,
  Quota = 8,
  ModelNotFound = 9,
  ContextLength = 10,
  BadRequest = 11,
  FirstToken = 12,
  SlowStart = 13,
  Empty = 14,
  NotAnAnswer = 15,
  Broken = 16,
  Unsupported = 17,
  ForeignThought = 18,
}

/** One row: a kind of failure and what follows from it. */
export class FailureClass {
  constructor(
    public kind: FailureKind,
    public name: string,
    /** For docs/failures.md. */
    public meets: string,
    public retry: Retry,
    public blame: Blame,
    /** Of the failures of one exchange the caller is told the one with the highest number, and the last of equals. */
    public tells: i32,
    /** Whether the same request, sent again soon, may do better. */
    public again: bool,
  ) {}
}

/**
 * Failure, classified once: the filter acts by it, `docs/failures.md` is written from it, and `headgate failover-test`
 * walks it. By `FailureKind`. This file is AssemblyScript and TypeScript at once.
 */
export const FAILURES: Array<FailureClass> = [
  new FailureClass(
    FailureKind.Connect,
    "connect",
    "connection refused, or none in time",
    Retry.NextTarget,
    Blame.Host,
    2,
    true,
  ),
  new FailureClass(
    FailureKind.Dns,
    "dns",
    "the provider's name leads nowhere: there is no host to ask",
    Retry.NextTarget,
    Blame.Nobody,
    2,
    true,
  ),
  new FailureClass(
    FailureKind.Tls,
    "tls",
    "no TLS, or a certificate that is not the provider's",
    Retry.NextTarget,
    Blame.Host,
    2,
    true,
  ),
  new FailureClass(FailureKind.Reset, "reset", "reset before the first content", Retry.NextTarget, Blame.Host, 2, true),
  new FailureClass(
    FailureKind.ServerError,
    "server_error",
    "408, 500, 502, 503, 504 and the like",
    Retry.NextTarget,
    Blame.Host,
    5,
    true,
  ),
  new FailureClass(FailureKind.Overloaded, "overloaded", "529", Retry.NextTarget, Blame.Host, 5, true),
  new FailureClass(FailureKind.RateLimit, "rate_limit", "429", Retry.OtherKey, Blame.Key, 7, true),
  new FailureClass(
    FailureKind.KeyRefused,
    "key_refused",
    "401, 403, or a 400, 422 or 5xx with words that the key is wrong",
    Retry.OtherKey,
    Blame.Key,
    1,
    false,
  ),
  new FailureClass(
    FailureKind.Quota,
    "quota",
    "402, or another status with words that the account is used up",
    Retry.OtherKey,
    Blame.Key,
    6,
    false,
  ),
  new FailureClass(
    FailureKind.ModelNotFound,
    "model_not_found",
    "404, or a 400, 422 or 5xx with words that there is no such model",
    Retry.NextTarget,
    Blame.Model,
    1,
    false,
  ),
  new FailureClass(
    FailureKind.ContextLength,
    "context_length",
    "413, or another status with words that the prompt is longer than the model's context",
    Retry.LongerContext,
    Blame.Nobody,
    8,
    false,
  ),
  new FailureClass(FailureKind.BadRequest, "bad_request", "400 and every other 4xx", Retry.No, Blame.Nobody, 9, false),
  new FailureClass(
    FailureKind.FirstToken,
    "first_token",
    "no first token in time",
    Retry.NextTarget,
    Blame.Host,
    3,
    true,
  ),
  new FailureClass(
    FailureKind.SlowStart,
    "slow_start",
    "slower than `min_throughput`",
    Retry.NextTarget,
    Blame.Host,
    3,
    true,
  ),
  new FailureClass(
    FailureKind.Empty,
    "empty",
    "nothing at all, or a whole answer without content",
    Retry.NextTarget,
    Blame.Host,
    4,
    true,
  ),
  new FailureClass(
    FailureKind.NotAnAnswer,
    "not_an_answer",
    "HTML, a redirection, or any other document",
    Retry.NextTarget,
    Blame.Host,
    4,
    true,
  ),
  new FailureClass(
    FailureKind.Broken,
    "broken",
    "broken off after the first content, in any way",
    Retry.No,
    Blame.Host,
    4,
    true,
  ),
  new FailureClass(
    FailureKind.Unsupported,
    "unsupported",
    "a 400 or 422 with words that the provider does not know a field or a beta of the request",
    Retry.NextTarget,
    Blame.Nobody,
    9,
    false,
  ),
  new FailureClass(
    FailureKind.ForeignThought,
    "foreign_thought",
    "a 400, 404 or 422 with words that the provider cannot read a thought of an earlier turn",
    Retry.WithoutThoughts,
    Blame.Nobody,
    9,
    false,
  ),
];
