/**
 * What `post.lua` prints. Latencies in microseconds; wrk corrects them for what its connections could
 * not ask while an answer was late (coordinated omission), so a stall weighs as much as it lasted.
 */
export interface Load {
  /** Whole answers. */
  requests: number;
  microseconds: number;
  /** Of all answers, heads included. */
  bytes: number;
  p50: number;
  p99: number;
  /** Answers with a status of 400 or more. */
  badStatus: number;
  brokenSockets: number;
  timeouts: number;
}

const LINE = /^headgate-bench (\{.*\})$/m;

/** @throws Error with all that wrk said, if it did not come to its end */
export function parseLoad(output: string): Load {
  const line = LINE.exec(output)?.[1];
  if (line === undefined) throw new Error(`wrk measured nothing:\n${output.slice(-2000)}`);
  return JSON.parse(line) as Load;
}

/** Why a slice does not count. */
export function problemOf(load: Load, answerBytes: number): string | undefined {
  const { requests, bytes, badStatus, brokenSockets, timeouts } = load;
  if (badStatus > 0) return `${badStatus} of ${requests} answers have an error status`;
  if (brokenSockets > 0) return `${brokenSockets} connections failed`;
  if (timeouts > 0) return `${timeouts} requests got no answer in time`;
  if (requests === 0) return "no answer at all";
  if (bytes / requests < answerBytes) return `answers of ${Math.round(bytes / requests)} bytes, not ${answerBytes}`;
  return undefined;
}
