import { beforeAll, describe, expect, it } from "vitest";
import type { Dialect } from "../../../contract/dialect.ts";
import { loadPure, type Pure } from "../pure.ts";

let pure: Pure;
beforeAll(async () => {
  pure = await loadPure();
});

// biome-ignore lint/suspicious/noExplicitAny: documents of several dialects
type Document = any;

const PROVIDERS: Dialect[] = ["openai", "anthropic", "ollama", "responses"];

const user = (content: string) => ({ role: "user", content });
const says = (content: string) => ({ role: "assistant", content });
const calls = (...ids: string[]) => ({
  role: "assistant",
  content: null,
  tool_calls: ids.map((id) => ({ id, type: "function", function: { name: "f", arguments: "{}" } })),
});
const result = (id: string) => ({ role: "tool", tool_call_id: id, content: `r-${id}` });

/**
 * What a provider gets, one word a piece: `u:` of the user, `a:` of the assistant, `s:` of the system, `call:`, `r-`;
 * a bar between messages.
 */
function told(provider: Dialect, messages: object[]): string {
  const client: Dialect = provider === "openai" ? "ollama" : "openai";
  const document =
    client === "openai"
      ? pure.translateRequest("openai", provider, { model: "m", messages })
      : pure.translateRequest("responses", provider, { model: "m", input: itemsOf(messages) });
  return SHAPES[provider](document);
}

/** The same conversation in items, as Responses has it. */
function itemsOf(messages: object[]): object[] {
  return messages.flatMap((message: Document) => {
    if (message.role === "tool") {
      return { type: "function_call_output", call_id: message.tool_call_id, output: message.content };
    }
    const made = (message.tool_calls ?? []).map((call: Document) => ({
      type: "function_call",
      call_id: call.id,
      name: "f",
      arguments: "{}",
    }));
    return message.content === null ? made : [{ role: message.role, content: message.content }, ...made];
  });
}

const word = (role: string, text: string) => (text === "" ? [] : [`${role[0]}:${text.replaceAll("\n\n", "¶")}`]);

const SHAPES: Record<Dialect, (document: Document) => string> = {
  openai: ({ messages }) => messages.map(chatShape).join(" | "),
  ollama: ({ messages }) => messages.map(chatShape).join(" | "),
  anthropic: ({ messages }) => messages.map(anthropicShape).join(" | "),
  responses: ({ input }) => input.map(itemShape).join(" | "),
};

function chatShape(message: Document): string {
  if (message.role === "tool") return `${message.tool_call_id}=${message.content}`;
  const made = (message.tool_calls ?? []).map((call: Document) => `call:${call.id}`);
  return [...word(message.role, message.content ?? ""), ...made].join(" ");
}

function anthropicShape({ role, content }: Document): string {
  if (typeof content === "string") return word(role, content).join("");
  return content
    .flatMap((block: Document) => {
      if (block.type === "tool_use") return `call:${block.id}`;
      return block.type === "tool_result" ? `${block.tool_use_id}=${block.content}` : word(role, block.text);
    })
    .join(" ");
}

function itemShape(item: Document): string {
  if (item.type === "function_call") return `call:${item.call_id}`;
  if (item.type === "function_call_output") return `${item.call_id}=${item.output}`;
  const text =
    typeof item.content === "string" ? item.content : item.content.map((part: Document) => part.text).join("");
  return word(item.role, text).join("");
}

/** A conversation, and what each provider gets of it. */
const CASES: Record<string, [object[], Partial<Record<Dialect, string>>, boolean?]> = {
  "in order": [
    [user("q"), calls("a", "b"), result("a"), result("b"), says("x")],
    {
      openai: "u:q | call:a call:b | a=r-a | b=r-b | a:x",
      ollama: "u:q | call:a call:b | a=r-a | b=r-b | a:x",
      anthropic: "u:q | call:a call:b | a=r-a b=r-b | a:x",
      responses: "u:q | call:a | call:b | a=r-a | b=r-b | a:x",
    },
  ],
  "two turns with a call each": [
    [user("q"), calls("a"), calls("b"), result("a"), result("b")],
    {
      openai: "u:q | call:a call:b | a=r-a | b=r-b",
      ollama: "u:q | call:a call:b | a=r-a | b=r-b",
      anthropic: "u:q | call:a call:b | a=r-a b=r-b",
      responses: "u:q | call:a | call:b | a=r-a | b=r-b",
    },
  ],
  "the user between call and result": [
    [user("q"), calls("a"), user("w"), result("a"), says("x")],
    {
      openai: "u:q | call:a | a=r-a | u:w | a:x",
      ollama: "u:q | call:a | a=r-a | u:w | a:x",
      anthropic: "u:q | call:a | a=r-a u:w | a:x",
      responses: "u:q | call:a | a=r-a | u:w | a:x",
    },
    true,
  ],
  "results over two messages of the user's": [
    [user("q"), calls("a", "b"), result("a"), user("w"), result("b")],
    {
      openai: "u:q | call:a call:b | a=r-a | b=r-b | u:w",
      anthropic: "u:q | call:a call:b | a=r-a b=r-b u:w",
    },
    true,
  ],
  "a result of an earlier turn": [
    [user("q"), calls("a", "b"), result("a"), calls("c"), result("b"), result("c")],
    {
      openai: "u:q | call:a call:b | a=r-a | b=r-b | call:c | c=r-c",
      responses: "u:q | call:a | call:b | a=r-a | b=r-b | call:c | c=r-c",
    },
    true,
  ],
  "a call without a result": [
    [user("q"), calls("a", "b"), result("b"), user("w")],
    {
      openai: "u:q | call:a call:b | b=r-b | a=(no result) | u:w",
      anthropic: "u:q | call:a call:b | b=r-b a=(no result) u:w",
      responses: "u:q | call:a | call:b | b=r-b | a=(no result) | u:w",
    },
    true,
  ],
  "a call at the end": [
    [user("q"), calls("a")],
    { openai: "u:q | call:a | a=(no result)", anthropic: "u:q | call:a | a=(no result)" },
    true,
  ],
  "a result without a call": [
    [user("q"), result("a")],
    {
      openai: "u:q | u:The result of a tool call:¶r-a",
      responses: "u:q | u:The result of a tool call:r-a",
    },
    true,
  ],
  "a result that is told twice": [
    [user("q"), calls("a"), result("a"), result("a")],
    { openai: "u:q | call:a | a=r-a | u:The result of a tool call:¶r-a" },
    true,
  ],
  "an id that comes again": [
    [user("q"), calls("a"), result("a"), calls("a"), result("a")],
    { openai: "u:q | call:a | a=r-a | call:a | a=r-a" },
  ],
  "an id twice in one turn": [
    [user("q"), calls("a", "a"), user("w"), result("a"), result("a")],
    { openai: "u:q | call:a call:a | a=r-a | a=r-a | u:w" },
    true,
  ],
  "words in two messages of the assistant's": [
    [user("q"), says("x"), says("y"), user("w")],
    {
      openai: "u:q | a:x¶y | u:w",
      ollama: "u:q | a:x¶¶y | u:w",
      anthropic: "u:q | a:x a:¶y | u:w",
      responses: "u:q | a:x¶y | u:w",
    },
  ],
  "words, then a call": [
    [user("q"), says("x"), calls("a"), result("a")],
    { openai: "u:q | a:x call:a | a=r-a", anthropic: "u:q | a:x call:a | a=r-a" },
  ],
};

describe.each(PROVIDERS)("a provider of %s gets the turns in its order:", (provider) => {
  it.each(Object.entries(CASES).filter(([, [, shapes]]) => shapes[provider] !== undefined))("%s", (_, test) => {
    const [messages, shapes, isOther = false] = test;
    expect(told(provider, messages)).toBe(shapes[provider]);
    expect(pure.losses().approximated.length > 0).toBe(isOther);
  });
});

it("orders thousands of turns in no time", () => {
  const ids = Array.from({ length: 4000 }, (_, i) => `c${i}`);
  const messages = [user("q"), ...ids.flatMap((id) => [calls(id), user(id)]), ...ids.map(result)];
  const started = performance.now();
  const document: Document = pure.translateRequest("openai", "anthropic", { model: "m", messages });
  expect(document.messages).toHaveLength(8001);
  expect(performance.now() - started).toBeLessThan(10_000);
});
