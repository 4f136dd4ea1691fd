import { beforeEach, describe, expect, it, test } from "vitest";
import { FailureKind, Retry } from "../../plugin/policy/failure/table.ts";
import { loadAssembly } from "./load-assembly.ts";

interface Exports {
  memory: WebAssembly.Memory;
  roomAt(): number;
  kindOf(status: number, codeSize: number, size: number): number;
  clear(): void;
  addTarget(keys: number, context: number): void;
  setOut(left: number, first: number): number;
  begin(target: number): number;
  headFor(target: number): void;
  onwards(): number;
  after(target: number, retry: number, otherKey: boolean): number;
  lost(target: number): void;
}

const filter = await loadAssembly<Exports>(import("./assembly/failures.ts?wasm"));
const NOWHERE = -1;

function kindOf(status: number, message?: string, code = ""): FailureKind {
  if (message === undefined) return filter.kindOf(status, 0, -1);
  const [front, bytes] = [Buffer.from(code), Buffer.from(code + message)];
  new Uint8Array(filter.memory.buffer).set(bytes, filter.roomAt());
  return filter.kindOf(status, front.length, bytes.length);
}

it.each<[FailureKind, number, string?, string?]>([
  [FailureKind.ServerError, 500],
  [FailureKind.ServerError, 408, "timed out"],
  [FailureKind.Overloaded, 529, "Overloaded"],
  [FailureKind.RateLimit, 429, "Rate limit reached for gpt-4o", "rate_limit_exceeded"],
  [FailureKind.RateLimit, 502, "slow down", "rate_limit_exceeded"],
  [FailureKind.Quota, 429, "You exceeded your current quota, please check your plan", "insufficient_quota"],
  [FailureKind.Quota, 400, "Your credit balance is too low to access the Anthropic API."],
  [FailureKind.Quota, 402, "Insufficient Balance"],
  [FailureKind.KeyRefused, 401, "Incorrect API key provided"],
  [FailureKind.KeyRefused, 400, "API key not valid. Please pass a valid API key."],
  [FailureKind.ModelNotFound, 404, "model 'x' not found, try pulling it first"],
  [FailureKind.ModelNotFound, 400, "Invalid model: x"],
  [FailureKind.ContextLength, 400, "too long", "context_length_exceeded"],
  [FailureKind.ContextLength, 400, "This model's maximum context length is 8192 tokens."],
  [FailureKind.ContextLength, 400, "prompt is too long: 210000 tokens > 200000 maximum"],
  [
    FailureKind.ContextLength,
    400,
    "The input token count (2000000) exceeds the maximum number of tokens allowed (1048575).",
  ],
  [FailureKind.ContextLength, 500, "the input length exceeds the context length"],
  [FailureKind.ContextLength, 400, "the request exceeds the available context size, try increasing it"],
  [FailureKind.ContextLength, 413],
  [FailureKind.BadRequest, 400, "temperature: too high"],
  [FailureKind.BadRequest, 422],
  [FailureKind.NotAnAnswer, 302],
  [FailureKind.Quota, 429, "You have reached your specified API usage limits. You will regain access on 2026-12-01."],
  // What a provider quotes of the request says nothing of its key or its model.
  [FailureKind.BadRequest, 400, "Invalid value: 'insufficient_quota'. Supported values are: 'low', 'high'."],
  [FailureKind.BadRequest, 400, "messages.0.content: Your credit balance is too low is no object"],
  [FailureKind.BadRequest, 400, "tools[0].name: 'api key not valid' does not match ^[a-z]+$"],
  [FailureKind.BadRequest, 400, "unknown field 'invalid model: x'"],
  // What a provider quotes of the prompt, far behind its own words, is nobody's word.
  [FailureKind.BadRequest, 400, `${"x".repeat(600)} prompt is too long`],
])("kind %i: %i %s", (kind, status, message, code) => {
  expect(kindOf(status, message, code)).toBe(kind);
});

describe("the way through the targets", () => {
  beforeEach(() => filter.clear());
  const targets = (...contexts: number[]) => {
    for (const context of contexts) filter.addTarget(1, context);
  };

  test("each once, in the order of the candidates, and then nowhere", () => {
    targets(0, 0, 0);
    filter.setOut(0, 1);
    for (const [at, next] of [
      [1, 2],
      [2, 0],
      [0, NOWHERE],
    ] as const) {
      expect(filter.begin(at)).toBeTruthy();
      expect(filter.after(at, Retry.NextTarget, false)).toBe(next);
    }
    expect(filter.begin(1)).toBeFalsy();
  });

  test("a target that Envoy passed over is next while it is untried", () => {
    targets(0, 0, 0);
    filter.setOut(0, 0);
    filter.begin(0);
    expect(filter.begin(2)).toBeTruthy();
    expect(filter.onwards()).toBe(1);
  });

  test("one that Envoy passes over because it is ejected is not gone back to while another is untried", () => {
    targets(0, 0, 0);
    filter.setOut(0, 0);
    filter.headFor(0);
    expect(filter.begin(1)).toBeTruthy();
    expect(filter.onwards()).toBe(2);
    filter.headFor(2);
    expect(filter.begin(2)).toBeTruthy();
    // Who knows: it may be back.
    expect(filter.onwards()).toBe(0);
    filter.headFor(0);
    expect(filter.begin(1)).toBeFalsy();
  });

  test("one that was tried may lie on the way to one that was not", () => {
    targets(0, 0, 0);
    filter.setOut(0, 1);
    filter.headFor(1);
    filter.begin(1);
    filter.headFor(0);
    expect(filter.begin(1)).toBeTruthy();
    expect(filter.onwards()).toBe(2);
  });

  test("another key of the same target, where one is free", () => {
    targets(0, 0);
    filter.setOut(0, 0);
    filter.begin(0);
    expect(filter.after(0, Retry.OtherKey, true)).toBe(0);
    expect(filter.begin(0)).toBeTruthy();
    expect(filter.after(0, Retry.OtherKey, false)).toBe(1);
    filter.begin(1);
    expect(filter.begin(0)).toBeFalsy();
  });

  test("a longer context, or one that is not known, and never back to one as short", () => {
    targets(8000, 4000, 0, 100_000);
    filter.setOut(0, 0);
    filter.begin(0);
    expect(filter.after(0, Retry.LongerContext, false)).toBe(2);
    filter.begin(2);
    expect(filter.after(2, Retry.NextTarget, false)).toBe(3);
    filter.begin(3);
    expect(filter.after(3, Retry.NextTarget, false)).toBe(NOWHERE);
  });

  test("the caller's own fault goes nowhere", () => {
    targets(0, 0);
    filter.setOut(0, 0);
    filter.begin(0);
    expect(filter.after(0, Retry.No, false)).toBe(NOWHERE);
  });

  test("a lost connection is made once more, where nobody else is left", () => {
    targets(0);
    expect(filter.setOut(0, 0)).toBe(1);
    filter.begin(0);
    filter.lost(0);
    expect(filter.begin(0)).toBeTruthy();
    filter.lost(0);
    expect(filter.begin(0)).toBeFalsy();
  });

  test("so many retries as there are targets and keys, and no more than 16", () => {
    for (const keys of [3, 0, 2]) filter.addTarget(keys, 0);
    expect(filter.setOut(0, 0)).toBe(5);
    filter.addTarget(40, 0);
    expect(filter.setOut(0, 0)).toBe(16);
  });
});
