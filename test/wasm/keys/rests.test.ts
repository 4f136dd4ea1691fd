import { describe, expect, it } from "vitest";
import { REPLY, WIRE } from "../../fixtures/wire/index.ts";
import type { Exchange, Host, UpstreamAnswer } from "../../host/index.ts";
import { document } from "../filter.ts";
import { good, keyed, keyOf, refused, send } from "./keyed.ts";

/**
 * What is told of the next request is what becomes of it: for all pairs of reasons for which something is left alone, of one
 * key, of two keys, and of two targets with a key or without.
 */

type Rest = [name: string, status: number, headers: Record<string, string>];
const RESTS: readonly Rest[] = [
  ["a key that is refused", 401, {}],
  ["a key that may not", 403, {}],
  ["a bill", 402, {}],
  ["a bill until then", 402, { "retry-after": "20" }],
  ["a limit", 429, {}],
  ["a short limit", 429, { "retry-after": "3" }],
  ["a long limit", 429, { "retry-after": "90" }],
  ["no such model", 404, {}],
  ["an error", 500, {}],
  ["an overload until then", 529, { "retry-after": "7" }],
];

const PAIRS = RESTS.flatMap((first) =>
  RESTS.map((second): [string, string, Rest, Rest] => [first[0], second[0], first, second]),
);

const answerTo = (target: string): UpstreamAnswer =>
  target.endsWith("anthropic") ? document(WIRE.anthropic.response(REPLY)) : good();

const failureOf = (target: string, [, status, headers]: Rest): UpstreamAnswer =>
  target.endsWith("anthropic")
    ? { ...document(WIRE.anthropic.error(status, "no"), headers), status }
    : refused(status, headers);

type Told = Exchange["result"];
const isTried = (told: Told) => told.attempts.length > 0;
const waitOf = (told: Told) => Number(told.headers["retry-after"] ?? 0);

/** Sends requests until one is answered; each that is not says when the next one is tried, and is right. */
function expectTrueWord(host: Host): void {
  for (let times = 0; times < 12; times++) {
    const told = send(host);
    if (told.status === 200) return;
    const seconds = waitOf(told);
    expect(told.headers["x-should-retry"], told.body).toBe(mayHelp(told) ? undefined : "false");
    if (!isTried(told)) {
      expect(told.status, told.body).toBe(429);
      expect(seconds).toBeGreaterThan(0);
    }
    if (seconds === 0) {
      expect(isTried(send(host)), `at once, behind ${told.body}`).toBe(true);
      continue;
    }
    const again = isTried(told) ? send(host) : told;
    if (again.status === 200) return;
    // Only its host asked to be left alone, which is not.
    if (isTried(again)) continue;
    host.advance((seconds - 1) * 1000);
    expect(isTried(send(host)), `before ${seconds} s, behind ${told.body}`).toBe(false);
    host.advance(1000);
    const next = send(host);
    expect(isTried(next), `after ${seconds} s, behind ${told.body}`).toBe(true);
    if (next.status === 200) return;
  }
  throw new Error("no request was answered");
}

const mayHelp = (told: Told) => {
  const { status = 0, body } = told;
  const isPassing = status === 429 || status >= 500;
  return isPassing && waitOf(told) <= 60 && !/refused the gateway's credentials|has no quota left/.test(body);
};

/** Fails with one after the other, then answers. `of`: whose turn it is. */
const inTurn = (rests: Record<string, Rest[]>, of: (sent: { target: string; key: string }) => string) => {
  const left = structuredClone(rests);
  return ({ target, headers }: { target: string; headers: Readonly<Record<string, string>> }) => {
    const rest = left[of({ target, key: keyOf(headers) ?? "" })]?.shift();
    return rest === undefined ? answerTo(target) : failureOf(target, rest);
  };
};

describe.each(PAIRS)("%s, and %s:", (_, __, first, second) => {
  it("of one key", () => {
    const keys = [{ id: "one", secret: "env:A_KEY" }];
    expectTrueWord(
      keyed(
        inTurn({ all: [first, second] }, () => "all"),
        { keys },
      ),
    );
  });

  it("of two keys", () => {
    expectTrueWord(keyed(inTurn({ "sk-of-a": [first], "sk-of-b": [second] }, ({ key }) => key)));
  });

  it.each([
    ["with keys", [{ id: "one", secret: "env:A_KEY" }]],
    ["one of them without keys", []],
  ])("of two targets, %s", (_, keys) => {
    const upstream = inTurn({ "m/openai": [first], "m/anthropic": [second] }, ({ target }) => target);
    expectTrueWord(keyed(upstream, { keys, targets: ["openai", "anthropic"] }));
  });
});

it("a limit is told where a refused key would be asked in vain before it ends", () => {
  const rests = { "sk-of-a": [RESTS[0]!, RESTS[0]!], "sk-of-b": [RESTS[5]!] };
  const host = keyed(inTurn(rests, ({ key }) => key));
  const first = send(host);
  expect([first.status, first.headers["retry-after"]]).toEqual([429, "3"]);
  const second = send(host);
  expect([second.status, second.attempts.length, second.headers["retry-after"]]).toEqual([429, 0, "3"]);
  host.advance(3000);
  expect(send(host).status).toBe(200);
});

it("one key, a 401, then a limit of three seconds: three seconds are told, and kept", () => {
  const keys = [{ id: "one", secret: "env:A_KEY" }];
  const host = keyed(
    inTurn({ all: [RESTS[0]!, RESTS[5]!] }, () => "all"),
    { keys },
  );
  expect(send(host).status).toBe(502);
  expect([send(host).status, send(host).headers["retry-after"]]).toEqual([429, "3"]);
  host.advance(3000);
  expect(send(host).status).toBe(200);
});
