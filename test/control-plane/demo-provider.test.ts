import Anthropic from "@anthropic-ai/sdk";
import { Ollama } from "ollama";
import OpenAI from "openai";
import { describe, expect, test } from "vitest";
import { createDemoProvider } from "../../control-plane/demo-provider/demo-provider.ts";
import { listening } from "./listening.ts";

const said = (dialect: string) =>
  `This is the Headgate demo provider, asked in the ${dialect} dialect. You said: Hello there`;
const WORDS = 15;
const messages = [
  { role: "user" as const, content: "First" },
  { role: "assistant" as const, content: "Second" },
  { role: "user" as const, content: "Hello there" },
];

async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

describe("openai", () => {
  const client = async () => new OpenAI({ baseURL: `${await listening(createDemoProvider())}/v1`, apiKey: "none" });

  test("whole", async () => {
    const answer = await (await client()).chat.completions.create({ model: "demo", messages });
    expect(answer.choices[0]).toMatchObject({ finish_reason: "stop", message: { content: said("openai") } });
    expect(answer.usage).toEqual({ prompt_tokens: 4, completion_tokens: WORDS, total_tokens: 4 + WORDS });
  });

  test("cut by the limit", async () => {
    const answer = await (await client()).chat.completions.create({
      model: "demo",
      messages,
      max_completion_tokens: 2,
    });
    expect(answer.choices[0]).toMatchObject({ finish_reason: "length", message: { content: "This is" } });
  });

  test.each([true, false])("streamed, with usage: %s", async (include_usage) => {
    const stream = await (await client()).chat.completions.create({
      model: "demo",
      messages,
      stream: true,
      stream_options: { include_usage },
    });
    const chunks = await all(stream);
    expect(chunks[0]?.choices[0]?.delta.role).toBe("assistant");
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join("")).toBe(said("openai"));
    expect(chunks.map((chunk) => chunk.choices[0]?.finish_reason).filter(Boolean)).toEqual(["stop"]);
    expect(chunks.at(-1)?.usage?.completion_tokens).toBe(include_usage ? WORDS : undefined);
  });

  test("an error", async () => {
    const asked = (await client()).chat.completions.create({ model: "demo", messages: [] });
    await expect(asked).rejects.toMatchObject({ status: 400, type: "invalid_request_error" });
  });
});

describe("responses", () => {
  const client = async () => new OpenAI({ baseURL: `${await listening(createDemoProvider())}/v1`, apiKey: "none" });
  const asked = { model: "demo", input: messages, instructions: "One two" };

  test("whole", async () => {
    const answer = await (await client()).responses.create(asked);
    expect(answer).toMatchObject({ status: "completed", incomplete_details: null, output_text: said("responses") });
    expect(answer.usage).toMatchObject({ input_tokens: 6, output_tokens: WORDS, total_tokens: 6 + WORDS });
  });

  test("a text alone", async () => {
    const answer = await (await client()).responses.create({ model: "demo", input: "Hello there" });
    expect(answer.output_text).toBe(said("responses"));
  });

  test("cut by the limit", async () => {
    const answer = await (await client()).responses.create({ ...asked, max_output_tokens: 2 });
    expect(answer).toMatchObject({
      status: "incomplete",
      incomplete_details: { reason: "max_output_tokens" },
      output_text: "This is",
    });
  });

  test.each([
    { limit: null, end: "response.completed", text: said("responses") },
    { limit: 2, end: "response.incomplete", text: "This is" },
  ])("streamed: $end", async ({ limit, end, text }) => {
    const stream = (await client()).responses.stream({ ...asked, max_output_tokens: limit });
    const events = await all(stream);
    expect([...new Set(events.map(({ type }) => type))]).toEqual([
      "response.created",
      "response.in_progress",
      "response.output_item.added",
      "response.content_part.added",
      "response.output_text.delta",
      "response.output_text.done",
      "response.content_part.done",
      "response.output_item.done",
      end,
    ]);
    expect(events.map(({ sequence_number }) => sequence_number)).toEqual([...events.keys()]);
    const deltas = events.flatMap((event) => (event.type === "response.output_text.delta" ? event.delta : []));
    expect(deltas.join("")).toBe(text);
    expect(await stream.finalResponse()).toMatchObject({ output_text: text, usage: { input_tokens: 6 } });
  });

  test("an error", async () => {
    const bad = (await client()).responses.create({ ...asked, input: [] });
    await expect(bad).rejects.toMatchObject({ status: 400, type: "invalid_request_error" });
  });
});

describe("anthropic", () => {
  const client = async () => new Anthropic({ baseURL: await listening(createDemoProvider()), apiKey: "none" });
  const asked = { model: "demo", max_tokens: 100, messages, system: "One two" };

  test("whole", async () => {
    const answer = await (await client()).messages.create(asked);
    expect(answer).toMatchObject({
      content: [{ type: "text", text: said("anthropic") }],
      stop_reason: "end_turn",
      usage: { input_tokens: 6, output_tokens: WORDS },
    });
  });

  test("streamed", async () => {
    const stream = (await client()).messages.stream(asked);
    const types = (await all(stream)).map(({ type }) => type);
    expect([...new Set(types)]).toEqual([
      "message_start",
      "content_block_start",
      "content_block_delta",
      "content_block_stop",
      "message_delta",
      "message_stop",
    ]);
    const answer = await stream.finalMessage();
    expect(answer).toMatchObject({ stop_reason: "end_turn", usage: { input_tokens: 6, output_tokens: WORDS } });
    expect(await stream.finalText()).toBe(said("anthropic"));
  });

  test("an error", async () => {
    const bad = (await client()).messages.create({ ...asked, max_tokens: 0 });
    await expect(bad).rejects.toMatchObject({ status: 400, error: { error: { type: "invalid_request_error" } } });
  });
});

describe("ollama", () => {
  const client = async () => new Ollama({ host: await listening(createDemoProvider()) });

  test("whole", async () => {
    const answer = await (await client()).chat({ model: "demo", messages });
    expect(answer).toMatchObject({
      message: { role: "assistant", content: said("ollama") },
      done: true,
      done_reason: "stop",
      prompt_eval_count: 4,
      eval_count: WORDS,
    });
  });

  test("streamed", async () => {
    const parts = await all(await (await client()).chat({ model: "demo", messages, stream: true }));
    expect(parts.map(({ message }) => message.content).join("")).toBe(said("ollama"));
    expect(parts.map(({ done }) => done).filter(Boolean)).toHaveLength(1);
    expect(parts.at(-1)).toMatchObject({ done: true, eval_count: WORDS });
  });

  test("streamed unless told not to", async () => {
    const url = await listening(createDemoProvider());
    const body = JSON.stringify({ model: "demo", messages });
    const response = await fetch(`${url}/api/chat`, { method: "POST", body });
    expect(response.headers.get("content-type")).toBe("application/x-ndjson");
  });

  test("an error", async () => {
    await expect((await client()).chat({ model: "demo", messages: [] })).rejects.toThrow(
      "messages: a list is required",
    );
  });
});

describe("bad requests", () => {
  const CASES: [path: string, init: RequestInit, status: number][] = [
    ["/v1/chat/completions", { method: "GET" }, 405],
    ["/v1/embeddings", { method: "POST", body: "{}" }, 404],
    ["/api/generate", { method: "POST", body: "{}" }, 404],
    ["/v1/messages", { method: "POST", body: "{" }, 400],
    ["/v1/messages", { method: "POST", body: "[]" }, 400],
    ["/v1/responses", { method: "POST", body: '{"model":"demo","input":7}' }, 400],
    ["/api/chat", { method: "POST" }, 400],
  ];
  test.each(CASES)("%s %j: %i", async (path, init, status) => {
    const response = await fetch((await listening(createDemoProvider())) + path, init);
    expect(response.status).toBe(status);
    expect(await response.json()).toHaveProperty("error");
  });
});

test("the same question has the same bytes for an answer", async () => {
  const url = await listening(createDemoProvider());
  const ask = async () => {
    const body = JSON.stringify({ model: "demo", messages, stream: true });
    return (await fetch(`${url}/v1/chat/completions`, { method: "POST", body })).text();
  };
  expect(await ask()).toBe(await ask());
});
