import Anthropic from "@anthropic-ai/sdk";
import type { Ask, AskTurn, Image } from "../neutral/ask.ts";
import { idsOf } from "./ids-of.ts";
import { inProcess } from "./in-process.ts";
import type { Library } from "./library.ts";
import { toolResults } from "./tool-results.ts";

type Request = Anthropic.MessageCreateParamsNonStreaming;

/** The API demands a limit. */
const MAX_TOKENS = 8192;

export const anthropic = inProcess("npm anthropic", "anthropic", (url): Library<Request, Anthropic.Message> => {
  const client = new Anthropic({ baseURL: url, apiKey: "any", maxRetries: 0 });
  return {
    request,
    whole: (asked) => client.messages.create(asked),
    stream(asked, heard, leave) {
      const stream = client.messages.stream(asked, { signal: leave });
      stream.on("text", heard);
      return stream.finalMessage();
    },
    read({ content, stop_reason, usage }) {
      const thinking = content.filter((block) => block.type === "thinking");
      const cached = usage.cache_read_input_tokens ?? 0;
      return {
        text: content.map((block) => (block.type === "text" ? block.text : "")).join(""),
        refusal: "",
        reasoning: thinking.map((block) => block.thinking).join(""),
        signed: thinking.some(({ signature }) => !!signature),
        calls: toolUses(content).map(({ name, input }) => ({ name, arguments: input as Record<string, unknown> })),
        stop: stop_reason ?? "",
        usage: {
          input: usage.input_tokens + cached + (usage.cache_creation_input_tokens ?? 0),
          output: usage.output_tokens,
          cached,
          reasoning: usage.output_tokens_details?.thinking_tokens ?? 0,
        },
      };
    },
    next(asked, { content }, results) {
      const said = toolResults(toolUses(content), results).map(([{ id }, result]) => ({
        type: "tool_result" as const,
        tool_use_id: id,
        content: result,
      }));
      const turns = [
        { role: "assistant" as const, content },
        { role: "user" as const, content: said },
      ];
      return { ...asked, messages: [...asked.messages, ...turns] };
    },
    models: () => idsOf(client.models.list()),
    async count({ max_tokens: _, ...asked }) {
      return (await client.messages.countTokens(asked)).input_tokens;
    },
    thrown(error) {
      if (!(error instanceof Anthropic.APIError)) return { status: null, retryAfter: null };
      return { status: error.status ?? null, retryAfter: error.headers?.get("retry-after") ?? null };
    },
  };
});

/** There is no `temperature` and no `top_p` in the API's version of 2026-10-21. */
function request(model: string, ask: Ask): Request {
  const { system, tools, toolChoice: choice, format, thinking, maxTokens: max_tokens = MAX_TOKENS } = ask;
  const effort = thinking && "effort" in thinking && { effort: thinking.effort };
  const output = { ...effort, ...(format && { format: { type: "json_schema" as const, schema: format.schema } }) };
  return {
    model,
    max_tokens,
    messages: ask.turns.map(message),
    ...(system && { system }),
    ...(tools && {
      tools: tools.map(({ parameters, ...tool }) => ({
        ...tool,
        input_schema: parameters as Anthropic.Tool.InputSchema,
      })),
    }),
    ...(choice && { tool_choice: choice === "required" ? { type: "any" } : { type: "tool", ...choice } }),
    ...(thinking && {
      thinking: "budget" in thinking ? { type: "enabled", budget_tokens: thinking.budget } : { type: "adaptive" },
    }),
    ...(Object.keys(output).length > 0 && { output_config: output }),
    ...(ask.stop && { stop_sequences: [...ask.stop] }),
  };
}

function message({ role, text, image }: AskTurn): Anthropic.MessageParam {
  if (image === undefined) return { role, content: text };
  return {
    role,
    content: [
      { type: "text", text },
      { type: "image", source: imageSource(image) },
    ],
  };
}

function imageSource(image: Image): Anthropic.ImageBlockParam["source"] {
  if ("url" in image) return { type: "url", url: image.url };
  return {
    type: "base64",
    media_type: image.mediaType as Anthropic.Base64ImageSource["media_type"],
    data: image.base64,
  };
}

function toolUses(content: readonly Anthropic.ContentBlock[]): Anthropic.ToolUseBlock[] {
  return content.filter((block) => block.type === "tool_use");
}
