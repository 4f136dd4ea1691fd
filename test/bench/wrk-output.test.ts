import { describe, expect, test } from "vitest";
import { parseLoad, problemOf } from "./wrk-output.ts";

const OUTPUT = `Running 1s test @ http://127.0.0.1:20000/v1/chat/completions
  1 threads and 8 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     1.48ms    0.92ms  12.41ms   91.03%
    Req/Sec     5.71k   312.20     6.10k    70.00%
  5683 requests in 1.00s, 4.51MB read
Requests/sec:   5664.12
Transfer/sec:      4.50MB

headgate-bench {"requests":5683,"microseconds":1003333,"bytes":4733939,"p50":1259,"p99":4650,"badStatus":0,"brokenSockets":0,"timeouts":0}
`;

describe("wrk's output", () => {
  test("is read from the script's line", () => {
    expect(parseLoad(OUTPUT)).toEqual({
      requests: 5683,
      microseconds: 1_003_333,
      bytes: 4_733_939,
      p50: 1259,
      p99: 4650,
      badStatus: 0,
      brokenSockets: 0,
      timeouts: 0,
    });
  });

  test("without that line is an error with wrk's own words", () => {
    expect(() => parseLoad("unable to connect to 127.0.0.1:20000 Connection refused\n")).toThrow("Connection refused");
  });
});

describe("a slice", () => {
  const good = parseLoad(OUTPUT);

  test("counts if every answer was good and whole", () => {
    expect(problemOf(good, 599)).toBeUndefined();
  });

  test.each([
    ["an error status", { badStatus: 3 }, "3 of 5683 answers have an error status"],
    ["a broken connection", { brokenSockets: 1 }, "1 connections failed"],
    ["a timeout", { timeouts: 2 }, "2 requests got no answer in time"],
    ["no answer", { requests: 0 }, "no answer at all"],
    ["short answers", { bytes: 5683 * 200 }, "answers of 200 bytes, not 599"],
  ])("does not count with %s", (_, part, problem) => {
    expect(problemOf({ ...good, ...part }, 599)).toBe(problem);
  });
});
