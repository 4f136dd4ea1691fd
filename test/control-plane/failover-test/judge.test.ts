import { expect, test } from "vitest";
import type { Met } from "../../../control-plane/failover-test/injector/injector.ts";
import { judge } from "../../../control-plane/failover-test/verdict.ts";
import { type Got, gotFrom } from "../../../control-plane/failover-test/walk-client.ts";
import { caseOf, modelOf } from "./model.ts";

const ANSWER: Got = { what: "answer" };
const ERROR: Got = { what: "error", status: 502, message: "it failed" };
const fault: Met = { target: 0, answered: false };
const by = (target: number): Met => ({ target, answered: true });

const TWO = modelOf(["a", "b"], { keys: 2 });
const ONE = modelOf(["a"]);

const CASES: [what: string, ...Parameters<typeof judgeOf>, verdict: string, reason?: string][] = [
  ["the fallback fired", "500", TWO, [fault, by(1)], ANSWER, "ok"],
  ["it did not", "500", TWO, [fault], ERROR, "failed", "target 2 (b) was to answer, and the caller got 502: it failed"],
  [
    "nothing came",
    "500",
    TWO,
    [fault],
    { what: "silence" },
    "failed",
    "target 2 (b) was to answer, and the caller got nothing at all",
  ],
  ["a lone target's caller is told", "500", ONE, [fault, fault], ERROR, "ok"],
  [
    "told in no dialect",
    "500",
    ONE,
    [fault],
    { what: "nonsense", status: 500 },
    "failed",
    "the caller was to be told in its dialect, and the caller got a 500 that its dialect cannot read",
  ],
  ["the caller's own fault", "400", TWO, [fault], ERROR, "ok"],
  [
    "the caller's own fault, asked again",
    "400",
    TWO,
    [fault, { ...fault, target: 1 }],
    ERROR,
    "differs",
    "nobody was to be asked again, and 2 requests went out",
  ],
  [
    "the caller's own fault, answered",
    "400",
    TWO,
    [fault, by(1)],
    ANSWER,
    "differs",
    "the caller was to be told, and was answered",
  ],
  [
    "an empty answer of a lone target",
    "no body",
    ONE,
    [fault],
    { what: "empty" },
    "differs",
    "the caller was to be told, and got an answer that says nothing",
  ],
  ["a stream that says that it broke", "error event after content", TWO, [fault], { what: "broken", event: "x" }, "ok"],
  [
    "a stream that only ends",
    "reset after content",
    TWO,
    [fault],
    { what: "broken" },
    "failed",
    "the stream ended without an error event: a caller may take it for whole",
  ],
  [
    "a broken stream that passes for whole",
    "reset after content",
    TWO,
    [fault],
    ANSWER,
    "failed",
    "the stream was to end with an error event, and the caller got an answer",
  ],
  [
    "a broken stream that was asked for again",
    "reset after content",
    TWO,
    [fault, by(1)],
    { what: "broken", event: "x" },
    "differs",
    "the stream had begun, and another provider was asked",
  ],
  [
    "nobody is reached",
    "connection refused",
    modelOf(["a@x", "b@x"]),
    [],
    ERROR,
    "failed",
    "all 2 targets are at https://x.example: what takes it away takes them all; give the model a target at another provider",
  ],
];

function judgeOf(name: string, model: typeof TWO, met: Met[], got: Got) {
  return judge(caseOf(model, name), met, { got, ms: 1 });
}

test.each(CASES)("%s", (_what, name, model, met, got, verdict, reason) => {
  expect(judgeOf(name, model, met, got)).toEqual({ verdict, ...(reason !== undefined && { reason }) });
});

test("another target in place of another key is no lost request", () => {
  const one = caseOf(TWO, "429", { keys: "first" });
  const answer = { got: ANSWER, ms: 1 };
  expect(
    judge(
      one,
      [
        { ...fault, key: "key-1" },
        { target: 0, key: "key-2", answered: true },
      ],
      answer,
    ),
  ).toEqual({ verdict: "ok" });
  expect(judge(one, [{ ...fault, key: "key-1" }, by(1)], answer)).toEqual({
    verdict: "differs",
    reason: "target 1 (a) was to answer with another key, and target 2 (b) did",
  });
});

const chunk = (content: string) => `data: {"choices":[{"delta":{"content":"${content}"}}]}\n\n`;
const ERROR_TEXT = '{"error":{"message":"no","type":"x"}}';

test.each<[what: string, status: number, text: string, stream: boolean, got: Got]>([
  ["a whole answer", 200, '{"choices":[{"message":{"content":"Hi"}}]}', false, { what: "answer" }],
  ["a whole answer without content", 200, '{"choices":[{"message":{"content":""}}]}', false, { what: "empty" }],
  ["an error", 503, ERROR_TEXT, false, { what: "error", status: 503, message: "no" }],
  ["an error in place of a stream", 503, ERROR_TEXT, true, { what: "error", status: 503, message: "no" }],
  ["HTML", 502, "<html>", true, { what: "nonsense", status: 502 }],
  ["a whole stream", 200, `${chunk("Hi")}data: [DONE]\n\n`, true, { what: "answer" }],
  ["a stream without content", 200, `${chunk("")}data: [DONE]\n\n`, true, { what: "empty" }],
  ["a stream that breaks off", 200, chunk("Hi"), true, { what: "broken" }],
  [
    "a stream that ends with an error",
    200,
    `${chunk("Hi")}data: ${ERROR_TEXT}\n\n`,
    true,
    { what: "broken", event: "no" },
  ],
])("the caller knows %s", (_what, status, text, stream, got) => {
  expect(gotFrom(status, text, stream)).toEqual(got);
});
