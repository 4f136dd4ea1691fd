import { beforeAll, describe, expect, it } from "vitest";
import { loadPure, type Pure } from "../pure.ts";
import { splits } from "../splits.ts";

let pure: Pure;
beforeAll(async () => {
  pure = await loadPure();
});

type Line = Record<string, unknown> & { message?: Record<string, unknown> };

const HEAD = { model: "qwen3", created_at: "2026-01-01T00:00:00.123456789Z" };
const COUNTS = { total_duration: 1, load_duration: 2, prompt_eval_count: 26, prompt_eval_duration: 3, eval_count: 7 };

function piece(message: object, rest: object = {}): Line {
  return { ...HEAD, message: { role: "assistant", content: "", ...message }, done: false, ...rest };
}

function end(reason: string, rest: object = {}): Line {
  return { ...piece({}), done: true, done_reason: reason, ...COUNTS, eval_duration: 4, ...rest };
}

function bytesOf(lines: readonly object[], ending = "\n"): Buffer {
  return Buffer.from(lines.map((line) => JSON.stringify(line) + ending).join(""));
}

function translated(bytes: Buffer): { lines: Line[]; failed: boolean; status: number } {
  const { text, ...rest } = pure.translateStream("ollama", "ollama", [bytes]);
  return { lines: linesOf(text), ...rest };
}

function linesOf(text: string): Line[] {
  expect(text === "" || text.endsWith("\n")).toBe(true);
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

/** Without the times, which are the gateway's own. */
function essence(lines: readonly Line[]): object[] {
  return lines.map(
    ({ created_at, total_duration, load_duration, prompt_eval_duration, eval_duration, ...line }) => line,
  );
}

const CALLS = [
  { id: "call_a", function: { index: 0, name: "f", arguments: { a: { b: [1, "é😀"] } } } },
  { id: "call_b", function: { index: 1, name: "g", arguments: {} } },
];

describe("a stream goes through the exchange as it was, at every split", () => {
  const list = (token: string) => [{ token, logprob: -0.5, top_logprobs: [{ token: "x", logprob: -1 }] }];
  it.each<[string, Line[], Line[]?]>([
    ["text", [piece({ content: "Hé" }), piece({ content: '"\\\n\u2028😀' }), end("stop")]],
    ["the limit", [piece({ content: "cut" }), end("length")]],
    ["nothing", [end("stop")]],
    [
      "thinking, then text",
      [piece({ thinking: "2+" }), piece({ thinking: "2" }), piece({ content: "4" }), end("stop")],
    ],
    ["tool calls", [piece({ thinking: "so" }), piece({ content: "let" }), piece({ tool_calls: CALLS }), end("stop")]],
    [
      "tool calls, one a line",
      [piece({ tool_calls: [CALLS[0]] }), piece({ tool_calls: [CALLS[1]] }), end("stop")],
      [piece({ tool_calls: CALLS }), end("stop")],
    ],
    [
      "thinking and text in one line",
      [piece({ thinking: "a", content: "b" }), end("stop")],
      [piece({ thinking: "a" }), piece({ content: "b" }), end("stop")],
    ],
    [
      "text in the last line",
      [{ ...end("stop"), message: { role: "assistant", content: "!" } }],
      [piece({ content: "!" }), end("stop")],
    ],
    [
      "a last line without message, reason and counts",
      [piece({ content: "a" }), { ...HEAD, done: true }],
      [piece({ content: "a" }), end("stop", { prompt_eval_count: 0, eval_count: 0 })],
    ],
    [
      "probabilities",
      [piece({ content: "a" }, { logprobs: list("a") }), piece({ content: "b" }, { logprobs: list("b") }), end("stop")],
    ],
    [
      "probabilities of what was held back",
      [
        piece({ thinking: "t" }, { logprobs: list("t") }),
        piece({}, { logprobs: list("a") }),
        piece({}, { logprobs: [] }),
        piece({ content: "ab" }, { logprobs: list("b") }),
        piece({}, { logprobs: list("c") }),
        end("stop"),
      ],
      [
        piece({ thinking: "t" }),
        piece({ content: "ab" }, { logprobs: [...list("a"), ...list("b")] }),
        end("stop", { logprobs: list("c") }),
      ],
    ],
    [
      "lines of nothing, and what is unknown",
      [piece({}), piece({ images: null, tool_calls: [] }), piece({ mood: "x" }, { y: 1 }), end("stop")],
      [end("stop")],
    ],
    ["lines behind the last", [end("stop"), piece({ content: "more" }), end("length")], [end("stop")]],
  ])("%s", (_, lines, expected = lines) => {
    const bytes = bytesOf(lines);
    const whole = translated(bytes);
    expect(essence(whole.lines)).toEqual(essence(expected));
    expect(whole.failed).toBe(false);
    for (const chunks of splits(bytes)) {
      const got = pure.translateStream("ollama", "ollama", chunks);
      expect(essence(linesOf(got.text))).toEqual(essence(whole.lines));
      expect(got.failed).toBe(false);
    }
  });

  it("with CRLF and blank lines", () => {
    const lines = [piece({ content: "é" }), end("stop")];
    for (const chunks of splits(bytesOf(lines, "\r\n\r\n"))) {
      expect(essence(linesOf(pure.translateStream("ollama", "ollama", chunks).text))).toEqual(essence(lines));
    }
  });

  it("without a line end behind the last line", () => {
    const lines = [piece({ content: "a" }), end("stop")];
    const bytes = bytesOf(lines);
    const got = translated(bytes.subarray(0, bytes.length - 1));
    expect(essence(got.lines)).toEqual(essence(lines));
    expect(got.failed).toBe(false);
  });
});

it("gives calls an id that have none, each its own", () => {
  const nameless = CALLS.map(({ function: wish }) => ({ function: { name: wish.name, arguments: wish.arguments } }));
  const { lines } = translated(bytesOf([piece({ tool_calls: nameless }), end("stop")]));
  const calls = lines[0]?.message?.tool_calls as { id: string }[];
  expect(calls.map(({ id }) => id)).toEqual([expect.stringMatching(/^call_\w+$/), expect.stringMatching(/^call_\w+$/)]);
  expect(new Set(calls.map(({ id }) => id)).size).toBe(2);
});

describe("a stream that is broken never looks finished", () => {
  const lines = [piece({ thinking: "t" }), piece({ content: "a" }), piece({ tool_calls: CALLS })];

  it("wherever it is cut off", () => {
    const bytes = bytesOf([...lines, end("stop")]);
    // The last byte is a line end, and the one before ends the last document: without them it is whole or no JSON.
    for (let size = 0; size < bytes.length - 2; size++) {
      const got = pure.translateStream("ollama", "ollama", [bytes.subarray(0, size)]);
      expect(got.failed).toBe(true);
      expect(got.text).not.toMatch(/"done":true|tool_calls/);
    }
  });

  it("by an error of the provider's", () => {
    const got = translated(bytesOf([...lines, { error: 'no "memory"' }, end("stop")]));
    expect(got).toMatchObject({ failed: true, status: 502 });
    expect(JSON.stringify(got.lines)).not.toMatch(/"done":true|tool_calls/);
  });

  it.each(["not JSON", "[1]", '"x"', "{"])("by the line %s", (line) => {
    const got = translated(Buffer.concat([bytesOf(lines), Buffer.from(`${line}\n`), bytesOf([end("stop")])]));
    expect(got).toMatchObject({ failed: true, status: 502 });
  });
});
