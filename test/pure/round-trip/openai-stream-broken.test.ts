import { beforeAll, describe, expect, it } from "vitest";
import { loadPure, type Pure } from "../pure.ts";
import { answer, chunk, DONE, delta, END, event, fragment, hear, ROLE, stop, USAGE } from "./openai-chunks.ts";

let pure: Pure;
beforeAll(async () => {
  pure = await loadPure();
});

describe("a stream that is not whole", () => {
  const events = [
    ROLE,
    delta({ content: "I look." }),
    fragment(0, "{", { id: "a", name: "f" }),
    fragment(1, "{}", { id: "b", name: "g" }),
    fragment(0, "}"),
  ];

  it("never looks finished, wherever it is cut", () => {
    const bytes = Buffer.from(events.join(""));
    for (let at = 0; at <= bytes.length; at++) {
      const got = pure.translateStream("openai", "openai", at === 0 ? [] : [bytes.subarray(0, at)]);
      expect(got.failed).toBe(true);
      expect(got.text).not.toContain("[DONE]");
      expect(got.text).not.toMatch(/"finish_reason":"/);
    }
  });

  const broken = (...last: string[]) =>
    pure.translateStream("openai", "openai", [Buffer.from([ROLE, delta({ content: "a" }), ...last].join(""))]);

  it.each<[string, number]>([
    [event({ error: { message: "too much", type: "server_error", code: null } }), 502],
    [event({ error: { message: "too much", code: 429 } }), 429],
    [event({ error: { message: "too much", code: "rate_limit_exceeded" } }), 429],
    [event({ error: { message: "too long", type: "invalid_request_error" } }), 400],
    [event({ error: { message: "no", code: "invalid_api_key", type: "invalid_request_error" } }), 401],
    [event({ error: { message: "no", code: 7 } }), 502],
    [event({ error: "no" }), 502],
    [event({ error: { code: "server_error" } }), 502],
    [event({ object: "error", message: "no", type: "BadRequestError", code: 400 }), 400],
    [
      chunk([{ index: 0, delta: { content: "" }, finish_reason: "error" }], { error: { code: 503, message: "no" } }),
      503,
    ],
    [stop("error"), 502],
    [stop("insufficient_system_resource"), 502],
    [delta({ tool_calls: Array.from({ length: 1025 }, (_, index) => ({ index, function: { name: "f" } })) }), 502],
    ["data: {\n\n", 502],
    ["data: 7\n\n", 502],
    ["data: [1]\n\n", 502],
  ])("%.80s", (last, status) => {
    const got = broken(last);
    expect(got).toMatchObject({ failed: true, status });
    expect(got.text).not.toContain("[DONE]");
  });

  it("may be no answer at all", () => {
    for (const said of [DONE, chunk([], { usage: USAGE }) + DONE]) {
      expect(pure.translateStream("openai", "openai", [Buffer.from(said)])).toMatchObject({
        text: "",
        failed: true,
        status: 502,
      });
    }
  });

  it.each([
    delta({ tool_calls: {} }),
    delta({ tool_calls: [1, {}, { function: 1 }, { index: "x", function: { name: 7, arguments: 7 } }] }),
    delta({ reasoning_details: [1, {}, { signature: 3 }] }),
    chunk([{ index: 0, delta: [], logprobs: 1, finish_reason: 4 }]),
    chunk([[]]),
    event({ choices: {} }),
    event({}),
  ])("takes nonsense for nothing: %s", (nonsense) => {
    const got = broken(nonsense, ...END);
    expect(hear(got.text)).toEqual(answer({ content: "a" }));
  });
});
