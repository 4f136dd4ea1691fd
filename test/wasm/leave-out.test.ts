import { describe, expect, it } from "vitest";
import { REPLY, WIRE } from "../fixtures/wire/index.ts";
import { document, filter } from "./filter.ts";

/** What a provider refuses of its own dialect is not sent to it: `leave_out`. */
const leave_out = {
  betas: ["context-*", "advisor-tool-2026-03-01"],
  fields: ["context_management", "extra_*", "messages", "model"],
};
const host = filter(
  {
    providers: { own: { dialect: "anthropic", url: "http://own.test", leave_out } },
    models: { m: { targets: [{ provider: "own" }] } },
  },
  () => document(WIRE.anthropic.response(REPLY)),
);

function ask(body: string, betas?: string) {
  const headers = { "anthropic-version": "2023-06-01", ...(betas !== undefined && { "anthropic-beta": betas }) };
  const { status, headers: told, attempts } = host.open({ path: "/v1/messages", headers, body }).result;
  const sent = attempts[0]?.request;
  return { status, dropped: told["x-headgate-dropped"], body: sent?.body, betas: sent?.headers["anthropic-beta"] };
}

const KEPT = '"model":"m","max_tokens":9,"messages":[{"role":"user","content":"Hi"}]';
const CUT = '"context_management":{"edits":[{"type":"clear"}]}';

describe("fields", () => {
  it.each([
    ["at the beginning", `{${CUT},${KEPT}}`, `{${KEPT}}`],
    ["at the end", `{${KEPT},${CUT}}`, `{${KEPT}}`],
    ["twice at the end", `{${KEPT} , ${CUT} , "extra_a" : "x" }`, `{${KEPT} }`],
    [
      "between others, with a glob",
      `{"extra_a":1, ${KEPT}, "extra_b":[2], "stream":false}`,
      `{${KEPT}, "stream":false}`,
    ],
    ["nowhere", `{ ${KEPT} }`, `{ ${KEPT} }`],
  ])("%s", (_, body, sent) => {
    const got = ask(body);
    expect([got.status, got.body]).toEqual([200, sent]);
  });

  it("are named, and what no request is without stays", () => {
    expect(ask(`{${KEPT},${CUT},"extra_a":1}`).dropped).toBe("context_management,extra_a");
    expect(ask(`{${KEPT}}`).dropped).toBeUndefined();
  });
});

describe("betas", () => {
  it.each([
    ["claude-code-20250219,advisor-tool-2026-03-01", "claude-code-20250219", "anthropic-beta.advisor-tool-2026-03-01"],
    [
      "context-management-2025-06-27, a ,context-1m",
      "a",
      "anthropic-beta.context-management-2025-06-27,anthropic-beta.context-1m",
    ],
    ["context-1m", undefined, "anthropic-beta.context-1m"],
    ["claude-code-20250219", "claude-code-20250219", undefined],
  ])("%s", (betas, sent, dropped) => {
    const got = ask(`{${KEPT}}`, betas);
    expect([got.betas, got.dropped]).toEqual([sent, dropped]);
  });
});

describe("a translation", () => {
  const translating = filter(
    {
      providers: {
        google: { dialect: "openai", url: "http://google.test/v1", leave_out: { fields: ["prompt_cache_*", "seed"] } },
      },
      models: { m: { targets: [{ provider: "google" }] } },
    },
    () => document(WIRE.openai.response(REPLY)),
  );
  const send = (path: string, request: object) => {
    const { headers, attempts } = translating.open({ path, body: JSON.stringify({ model: "m", ...request }) }).result;
    return { sent: JSON.parse(attempts[0]?.request.body ?? ""), dropped: headers["x-headgate-dropped"] };
  };

  it.each([
    ["/v1/responses", { input: "Hi", prompt_cache_key: "k", temperature: 0.5 }, "prompt_cache_key"],
    [
      "/api/chat",
      { messages: [{ role: "user", content: "Hi" }], options: { seed: 4, temperature: 0.5 } },
      "options.seed",
    ],
  ])("of a request to %s is without those settings too", (path, request, name) => {
    const { sent, dropped } = send(path, request);
    expect(sent).toMatchObject({ temperature: 0.5, messages: [{ role: "user", content: "Hi" }] });
    expect([sent.prompt_cache_key, sent.seed, dropped]).toEqual([undefined, undefined, name]);
  });
});
