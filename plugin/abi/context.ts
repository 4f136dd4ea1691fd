import { DataStatus, HeadersStatus } from "./types";

/** One request (downstream filter) or one attempt (upstream filter). */
export abstract class StreamContext {
  onRequestHeaders(endOfStream: bool): HeadersStatus {
    return HeadersStatus.Continue;
  }
  /** `size`: all that is buffered while the filter answers StopIterationAndBuffer, else the chunk. */
  onRequestBody(size: i32, endOfStream: bool): DataStatus {
    return DataStatus.Continue;
  }
  /** False: the request waits here, until `continueRequest`. */
  onRequestTrailers(): bool {
    return true;
  }
  onResponseHeaders(endOfStream: bool): HeadersStatus {
    return HeadersStatus.Continue;
  }
  onResponseBody(size: i32, endOfStream: bool): DataStatus {
    return DataStatus.Continue;
  }
  onResponseTrailers(): void {}
  /** The reply to a call that this stream waits for, see `awaitReply`. `headerCount` 0: there is none. */
  onCallResponse(headerCount: i32, bodySize: i32): void {}
  /** Of a request, not of an attempt: it is over, and its access log is written next. */
  onLog(): void {}
  /**
   * The last call: free what is not garbage collected. For an attempt that broke off it comes before
   * the end of the client's stream.
   */
  onDone(): void {}
}

/** One plugin's configuration. A configuration update makes a new one; streams of the old one go on with it. */
export abstract class RootContext {
  /** False refuses the configuration, and with it the listener or cluster. */
  onConfigure(size: i32): bool {
    return true;
  }
  onTick(): void {}
  /** The reply to an HTTP call of this root. `headerCount` 0: the call failed (refused, timed out). */
  onCallResponse(token: u32, headerCount: i32, bodySize: i32): void {}
  abstract newStream(id: u32): StreamContext;
}
