import OpenAI from "openai";
import type { Ask, AskTurn } from "../neutral/ask.ts";
import { baseUrl } from "../provider/index.ts";
import { idsOf } from "./ids-of.ts";
import { inProcess } from "./in-process.ts";
import type { Library } from "./library.ts";
import { imageUrl, openaiThrown, parseArguments } from "./openai-package.ts";
import { toolResults } from "./tool-results.ts";

type Request = OpenAI.ChatCompletionCreateParams;

/** `openai` by chat completions. */
export const openai = inProcess("npm openai", "openai", (url): Library<Request, OpenAI.ChatCompletion> => {
  const client = new OpenAI({ baseURL: baseUrl("openai", url), apiKey: "any", maxRetries: 0 });
  return {
    request,
    whole: (asked) => client.chat.completions.create({ ...asked, stream: false }),
    async stream(asked, heard, leave) {
      const wanted = { ...asked, stream: true as const, stream_options: { include_usage: true } };
      const stream = client.chat.completions.stream(wanted, { signal: leave });
      stream.on("content", heard);
      // The library keeps only the last piece of what it has no type for.
      let reasoning = "";
      const details: ReasoningDetail[] = [];
      stream.on("chunk", ({ choices: [choice] }) => {
        reasoning += reasoningOf(choice?.delta);
        details.push(...detailsOf(choice?.delta));
      });
      const completion = await stream.finalChatCompletion();
      const message = completion.choices[0]?.message;
      if (message && reasoning !== "") Object.assign(message, { reasoning_content: reasoning });
      if (message && details.length > 0) Object.assign(message, { reasoning_details: details });
      return completion;
    },
    read({ choices: [choice], usage }) {
      return {
        text: choice?.message.content ?? "",
        refusal: choice?.message.refusal ?? "",
        reasoning: reasoningOf(choice?.message),
        signed: detailsOf(choice?.message).some(({ signature, data }) => !!(signature ?? data)),
        calls: functionCalls(choice?.message).map(({ function: { name, arguments: given } }) => ({
          name,
          arguments: parseArguments(given),
        })),
        stop: choice?.finish_reason ?? "",
        usage: {
          input: usage?.prompt_tokens ?? 0,
          output: usage?.completion_tokens ?? 0,
          cached: usage?.prompt_tokens_details?.cached_tokens ?? 0,
          reasoning: usage?.completion_tokens_details?.reasoning_tokens ?? 0,
        },
      };
    },
    next(asked, { choices: [choice] }, results) {
      if (choice === undefined) return asked;
      const said = toolResults(functionCalls(choice.message), results).map(([{ id }, content]) => ({
        role: "tool" as const,
        tool_call_id: id,
        content,
      }));
      return { ...asked, messages: [...asked.messages, choice.message, ...said] };
    },
    models: () => idsOf(client.models.list()),
    async embed({ model, input, dimensions, encoding }) {
      const { data, usage } = await client.embeddings.create({
        model,
        input: [...input],
        dimensions,
        ...(encoding && { encoding_format: encoding }),
      });
      return { vectors: data.map(({ embedding }) => [...embedding]), embedded: usage.prompt_tokens };
    },
    thrown: openaiThrown,
  };
});

function request(model: string, ask: Ask): Request {
  const { system, tools, toolChoice: choice, format, thinking } = ask;
  return {
    model,
    messages: [...(system ? [{ role: "system" as const, content: system }] : []), ...ask.turns.map(message)],
    ...(tools && { tools: tools.map((tool) => ({ type: "function", function: { ...tool } })) }),
    ...(choice && { tool_choice: choice === "required" ? choice : { type: "function", function: choice } }),
    ...(format && { response_format: { type: "json_schema", json_schema: { ...format, strict: true } } }),
    ...(thinking && "effort" in thinking && { reasoning_effort: thinking.effort }),
    ...(ask.maxTokens && { max_completion_tokens: ask.maxTokens }),
    ...(ask.temperature && { temperature: ask.temperature }),
    ...(ask.topP && { top_p: ask.topP }),
    ...(ask.stop && { stop: [...ask.stop] }),
  };
}

function message({ role, text, image }: AskTurn): OpenAI.ChatCompletionMessageParam {
  if (image === undefined || role === "assistant") return { role, content: text };
  return {
    role,
    content: [
      { type: "text", text },
      { type: "image_url", image_url: { url: imageUrl(image) } },
    ],
  };
}

function functionCalls(said: OpenAI.ChatCompletionMessage | undefined): OpenAI.ChatCompletionMessageFunctionToolCall[] {
  return (said?.tool_calls ?? []).filter((call) => call.type === "function");
}

/** Compatible providers tell it; the library has no type for it. */
function reasoningOf(said: object | undefined): string {
  return (said as { reasoning_content?: string } | undefined)?.reasoning_content ?? "";
}

/** https://openrouter.ai/docs/use-cases/reasoning-tokens#preserving-reasoning-blocks */
interface ReasoningDetail {
  signature?: string;
  /** Encrypted. */
  data?: string;
}

/** Likewise. */
function detailsOf(said: object | undefined): ReasoningDetail[] {
  return (said as { reasoning_details?: ReasoningDetail[] } | undefined)?.reasoning_details ?? [];
}
