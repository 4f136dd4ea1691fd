/** How an Anthropic provider is told to answer in JSON. */
import { beforeAll, describe, expect, it } from "vitest";
import { loadPure, type Pure } from "../pure.ts";

let pure: Pure;
beforeAll(async () => {
  pure = await loadPure();
});

const HI = { role: "user", content: "hi" };
const BASE = { model: "m", messages: [HI] };
const SENT = { ...BASE, max_tokens: 4096 };
const PARAMETERS = { type: "object", properties: { a: { type: "string" } } };
const TOOL = { type: "function", function: { name: "f", parameters: PARAMETERS } };

const translate = (request: object, traits: object = {}) =>
  pure.translateRequest("openai", "anthropic", { ...BASE, ...request }, { traits }) as Record<string, unknown>;
const approximated = () => pure.losses().approximated;

describe("structured output", () => {
  const SCHEMA = { type: "object", properties: { a: { type: "string" } }, additionalProperties: false };
  const schema = (more: object = {}) => ({
    response_format: { type: "json_schema", json_schema: { name: "n", schema: SCHEMA, strict: true, ...more } },
  });
  const JSON_OBJECT = { response_format: { type: "json_object" } };
  const OPEN = { json_schema: false };
  const forced = (tool: object) => ({
    ...SENT,
    tools: [tool],
    tool_choice: { type: "tool", name: "headgate_json", disable_parallel_tool_use: true },
  });
  const jsonTool = (input_schema: object, description = "Takes the answer.") => ({
    name: "headgate_json",
    description,
    input_schema,
  });

  it("is bound to the schema", () => {
    const output_config = { format: { type: "json_schema", schema: SCHEMA } };
    expect(translate(schema({ description: "d" }))).toEqual({ ...SENT, output_config });
    expect(pure.losses()).toEqual({ dropped: ["response_format.description"], approximated: [] });
    expect(translate({ ...schema(), reasoning_effort: "high" }, { thinking: "adaptive" })).toMatchObject({
      output_config: { ...output_config, effort: "high" },
    });
  });

  it("is a tool's input where the model cannot be bound", () => {
    expect(translate(schema({ description: "d" }), OPEN)).toEqual(forced(jsonTool(SCHEMA, "d")));
    expect(pure.losses()).toEqual({ dropped: [], approximated: ["response_format"] });
    expect(translate(JSON_OBJECT)).toEqual(forced(jsonTool({ type: "object" })));
    expect(pure.losses()).toEqual({ dropped: [], approximated: ["response_format"] });
  });

  const WISH = "Answer with one JSON object and nothing else.";

  it.each<[string, object, object]>([
    ["there are tools", { tools: [TOOL] }, {}],
    ["the model thinks", { reasoning_effort: "low" }, {}],
    ["there is a prefill", { messages: [HI, { role: "assistant", content: "{" }] }, {}],
    ["the model refuses forced tools", {}, { thinking: "adaptive" }],
  ])("is asked for in words where %s", (_, request, traits) => {
    const sent = translate({ ...JSON_OBJECT, ...request }, traits);
    expect(sent.system).toBe(WISH);
    expect(JSON.stringify(sent)).not.toContain("headgate_json");
    expect(approximated()).toContain("response_format");
  });

  it("says the wish behind the client's own system prompt", () => {
    const messages = [{ role: "system", content: "Be brief." }, HI];
    expect(translate({ ...JSON_OBJECT, tools: [TOOL], messages }).system).toEqual([
      { type: "text", text: "Be brief." },
      { type: "text", text: WISH },
    ]);
    const { system } = translate({ ...schema(), tools: [TOOL] }, OPEN);
    expect(system).toContain(JSON.stringify(SCHEMA));
  });

  it("comes back as text", () => {
    const input = { a: 'b "c"' };
    const answer = {
      id: "msg_1",
      type: "message",
      role: "assistant",
      model: "m",
      content: [{ type: "tool_use", id: "toolu_1", name: "headgate_json", input }],
      stop_reason: "tool_use",
      stop_sequence: null,
      usage: { input_tokens: 1, output_tokens: 1 },
    };
    const got = pure.translateResponse("anthropic", "openai", answer);
    expect(got).toMatchObject({ choices: [{ finish_reason: "stop", message: { content: JSON.stringify(input) } }] });
  });
});
