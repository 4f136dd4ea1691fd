/**
 * Why a caller does not get an answer. The dialect makes its own envelope of it: type and code follow
 * from the status, so a failure means the same to every client.
 */
export class Failure {
  /** The same request, sent again soon, fails again. */
  isFinal: bool = false;
  /** It says what a client acts upon, and the provider's own document does not. */
  saysMore: bool = false;

  constructor(
    /** HTTP status: what happened. */
    public status: i32,
    /** What happened and what to do. */
    public message: string,
    /** The field of the request that is at fault; empty if none. */
    public param: string = "",
    /** The provider's own word for it, such as `context_length_exceeded`; empty if it has none. */
    public code: string = "",
    /** When to come again, as `retry-after` says it; empty if nobody knows. */
    public retryAfter: string = "",
  ) {}
}
