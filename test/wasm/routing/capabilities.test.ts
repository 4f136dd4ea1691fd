import { describe, expect, it } from "vitest";
import { DIALECTS } from "../../../contract/dialect.ts";
import { expectFailure } from "../../envoy/expect-failure.ts";
import { bareFields, WIRE } from "../../fixtures/wire/index.ts";
import type { ExchangeResult, Upstream } from "../../host/index.ts";
import { answerOf } from "../answer-of.ts";
import { filter } from "../filter.ts";

const fails: Upstream = () => ({ status: 500, headers: {}, body: "" });

/** Two targets of a model: the first can less. */
function gateway(first: object, second: object = {}) {
  return filter(
    {
      models: {
        m: {
          targets: [
            { provider: "openai", ...first },
            { provider: "ollama", ...second },
          ],
        },
      },
    },
    fails,
  );
}

const chat = (host: ReturnType<typeof gateway>, fields: object, dialect: "openai" | "ollama" = "openai") =>
  host.open({ path: WIRE[dialect].path, body: JSON.stringify({ model: "m", ...fields }) }).result;

const tried = ({ attempts }: ExchangeResult) => [...new Set(attempts.map(({ target }) => target.split("/")[1]))];

const BOTH = ["openai", "ollama"];
const text = (bytes: number) => ({ messages: [{ role: "user", content: "a".repeat(bytes) }] });
const IMAGE = {
  messages: [
    { role: "user", content: [{ type: "image_url", image_url: { url: "data:image/png;base64,iVBORw0KGgo=" } }] },
  ],
};
const TOOLS = { ...text(2), tools: [{ type: "function", function: { name: "f", parameters: { type: "object" } } }] };
const SCHEMA = {
  ...text(2),
  response_format: { type: "json_schema", json_schema: { name: "n", schema: { type: "object" } } },
};

describe("a target that is known not to take a request is left out", () => {
  it.each<[string, object, object, string[]]>([
    ["images, where it takes none", { vision: false }, IMAGE, ["ollama"]],
    ["images, where it takes them", { vision: true }, IMAGE, BOTH],
    ["images, where nobody knows", {}, IMAGE, BOTH],
    ["a text, where it takes no images", { vision: false }, text(9), BOTH],
    ["tools, where it takes none", { tools: false }, TOOLS, ["ollama"]],
    ["tools, where it takes them", { tools: true }, TOOLS, BOTH],
    ["a text, where it takes no tools", { tools: false }, text(9), BOTH],
    ["a schema, where it holds no answer to one", { traits: { json_schema: false } }, SCHEMA, ["ollama"]],
    ["a prompt that is clearly too long", { context_length: 1000 }, text(4900), ["ollama"]],
    ["one that may be, by less than a fifth", { context_length: 1000 }, text(4700), BOTH],
    ["one that is not", { context_length: 1000 }, text(3000), BOTH],
    [
      "one that leaves too little for its answer",
      { context_length: 1000 },
      { ...text(400), max_tokens: 1200 },
      ["ollama"],
    ],
    [
      "the same, by the newer name",
      { context_length: 1000 },
      { ...text(400), max_completion_tokens: 1200 },
      ["ollama"],
    ],
    ["one that leaves enough", { context_length: 1000 }, { ...text(400), max_tokens: 900 }, BOTH],
  ])("%s", (_, first, fields, expected) => {
    expect(tried(chat(gateway(first), fields))).toEqual(expected);
  });

  it("by Ollama's word for the length of an answer", () => {
    const fields = { messages: [{ role: "user", content: "Hi" }], options: { num_predict: 1300 } };
    expect(tried(chat(gateway({ context_length: 1000 }), fields, "ollama"))).toEqual(["ollama"]);
  });

  it("not for an image's bytes", () => {
    const url = `data:image/png;base64,${"iVBO".repeat(20_000)}`;
    const fields = { messages: [{ role: "user", content: [{ type: "image_url", image_url: { url } }] }] };
    expect(tried(chat(gateway({ context_length: 4000 }), fields))).toEqual(BOTH);
  });
});

describe("where no target takes it", () => {
  it.each<[string, object, object, string, string]>([
    ["images", { vision: false }, IMAGE, "no target of the model 'm' takes images", "messages"],
    ["tools", { tools: false }, TOOLS, "no target of the model 'm' takes tools", "tools"],
  ])("a 400 names %s", (_, capabilities, fields, message, param) => {
    const result = chat(gateway(capabilities, capabilities), fields);
    expect([result.status, result.attempts]).toEqual([400, []]);
    expect(JSON.parse(result.body).error).toMatchObject({ message, param });
  });

  it.each(DIALECTS)("a 400 names the length: in %s", (dialect) => {
    const body = `{"model":"m",${bareFields(dialect)}}`.replace('"Hi"', `"${"a".repeat(20_000)}"`);
    const result = gateway({ context_length: 1000 }, { context_length: 2000 }).open({
      path: WIRE[dialect].path,
      body,
    }).result;
    const message = /^no target of the model 'm' has a context for about \d+ tokens of prompt.*: the longest is 2000$/;
    expectFailure(dialect, answerOf(result), 400, message);
    expect(result.attempts).toEqual([]);
  });

  it("its code is the one that OpenAI's clients know", () => {
    const host = gateway({ context_length: 1000 }, { context_length: 1000 });
    const { error } = JSON.parse(chat(host, { ...text(5000), max_tokens: 7 }).body);
    expect(error).toMatchObject({ code: "context_length_exceeded", param: "messages" });
    expect(error.message).toContain("and 7 of answer");
  });

  it("a schema is asked for in words, as far as a lone target can", () => {
    const host = filter(
      { models: { m: { targets: [{ provider: "ollama", traits: { json_schema: false } }] } } },
      fails,
    );
    expect(tried(chat(host, SCHEMA))).toEqual(["ollama"]);
  });
});
