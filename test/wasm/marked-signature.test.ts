import { describe, expect, it } from "vitest";
import { parseStream, REPLY, WIRE, wholeStream } from "../fixtures/wire/index.ts";
import { document, eventStream, filter, modelOf } from "./filter.ts";

/**
 * Reasoning that a provider of another dialect sealed goes to its clients with a mark, and comes back with the
 * next turn: to a provider of the client's own dialect it would be a forgery.
 */
const OF_ANOTHER = "headgate.anthropic.c2VhbA==";
const OF_RESPONSES = "headgate.responses.c2VhbA==";
const OWN = "b3duIHNlYWw=";

const question = { role: "user", content: "And kana?" };
const said = { role: "assistant", content: "Kana." };

/** Each client's next turn, with a thought of its own provider's and one of another's. */
const CONVERSATIONS = {
  anthropic: (seal: string) => ({
    max_tokens: 9,
    messages: [
      question,
      {
        role: "assistant",
        content: [
          { type: "thinking", thinking: "Hm.", signature: seal },
          { type: "text", text: "Kana." },
        ],
      },
      question,
    ],
  }),
  responses: (seal: string) => ({
    store: false,
    input: [
      question,
      { type: "reasoning", id: "rs_1", summary: [{ type: "summary_text", text: "Hm." }], encrypted_content: seal },
      said,
      question,
    ],
  }),
  openai: (seal: string) => ({
    messages: [
      question,
      { ...said, reasoning_details: [{ type: "reasoning.text", text: "Hm.", signature: seal }] },
      question,
    ],
  }),
} as const;

type Client = keyof typeof CONVERSATIONS;

function send(client: Client, provider: string, request: object) {
  const wire = WIRE[provider as Client];
  const host = filter(modelOf(provider), ({ body }) =>
    wire.wantsStream(JSON.parse(body))
      ? eventStream(wholeStream(wire.stream(REPLY, JSON.parse(body))))
      : document(wire.response(REPLY)),
  );
  const result = host.open({ path: WIRE[client].path, body: JSON.stringify({ model: "m", ...request }) }).result;
  expect(result.status, result.body).toBe(200);
  return { ...result, sent: result.attempts[0]?.request };
}

describe.each<[Client, string]>([
  ["anthropic", OF_RESPONSES],
  ["responses", OF_ANOTHER],
  ["openai", OF_ANOTHER],
])("a client and a provider of %s", (dialect, mark) => {
  it("the other's thought is left out and named, all else stays", () => {
    const { sent, headers, body } = send(dialect, dialect, CONVERSATIONS[dialect](mark));
    expect(sent?.body).not.toContain("headgate.");
    expect(sent?.body).not.toContain("Hm.");
    for (const kept of ["Kana.", "And kana?", `${dialect}-model`]) expect(sent?.body).toContain(kept);
    expect(headers["x-headgate-dropped"]).toBe(`${WIRE[dialect].turns}.reasoning`);
    expect(body).toBe(JSON.stringify(WIRE[dialect].response(REPLY)));
  });

  it("its own goes through, byte for byte", () => {
    const request = CONVERSATIONS[dialect](OWN);
    const { sent, headers } = send(dialect, dialect, request);
    expect(sent?.body).toBe(JSON.stringify({ model: `${dialect}-model`, ...request }));
    expect(headers).not.toHaveProperty("x-headgate-dropped");
  });

  it("a stream is the client's as it is, but for usage that it did not ask for", () => {
    const request = { ...CONVERSATIONS[dialect](mark), stream: true };
    const { sent, body } = send(dialect, dialect, request);
    expect(JSON.parse(sent?.body ?? "")).toMatchObject({ stream: true });
    const events = parseStream(dialect, wholeStream(WIRE[dialect].stream(REPLY, JSON.parse(sent?.body ?? ""))));
    const isUsage = (data: unknown) => (data as { choices?: [] }).choices?.length === 0;
    expect(parseStream(dialect, body)).toEqual(events.filter(({ data }) => !isUsage(data)));
  });

  it("words that only look like a mark are words", () => {
    const { sent } = send(dialect, dialect, {
      ...CONVERSATIONS[dialect](OWN),
      [WIRE[dialect].turns]: [{ role: "user", content: "What is headgate.anthropic.x?" }],
    });
    expect(sent?.body).toContain("What is headgate.anthropic.x?");
  });
});

it.each<[Client, string, string]>([
  ["openai", "anthropic", OF_ANOTHER],
  ["responses", "anthropic", OF_ANOTHER],
  ["openai", "responses", OF_RESPONSES],
  ["anthropic", "responses", OF_RESPONSES],
])("a client of %s hands it back to a provider of %s, which gets its seal without the mark", (client, provider, mark) => {
  const { sent, headers } = send(client, provider, CONVERSATIONS[client](mark));
  expect(sent?.body).toContain('"c2VhbA=="');
  expect(sent?.body).not.toContain("headgate.");
  expect(headers).not.toHaveProperty("x-headgate-dropped");
});

it.each([
  [[0]],
  [[1]],
  [[2]],
  [[0, 1]],
  [[1, 2]],
  [[0, 2]],
])("a Responses conversation keeps all but the thoughts of others, byte for byte: %j", (places) => {
  const items: object[] = [question, said, { type: "custom_tool_call", call_id: "c", name: "exec", input: "1" }];
  const theirs = { type: "reasoning", summary: [], encrypted_content: OF_ANOTHER };
  const more = { tools: [{ type: "custom", name: "exec" }, { type: "web_search" }], a_new_field: 1 };
  const input = items.map((item, i) => (places.includes(i) ? theirs : item));
  const { sent } = send("responses", "responses", { ...more, input });
  const kept = items.filter((_, i) => !places.includes(i));
  expect(sent?.body).toBe(JSON.stringify({ model: "responses-model", ...more, input: kept }));
});

it("counting tokens is no place for a forgery either", () => {
  const host = filter(modelOf("anthropic"), () => document({ input_tokens: 9 }));
  const body = JSON.stringify({ model: "m", ...CONVERSATIONS.anthropic(OF_RESPONSES) });
  const { status, attempts, headers } = host.open({ path: "/v1/messages/count_tokens", body }).result;
  expect([status, headers["x-headgate-approximated"], attempts]).toEqual([200, "input_tokens", []]);
});
