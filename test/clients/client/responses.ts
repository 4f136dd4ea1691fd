import OpenAI from "openai";
import type { Ask, AskTurn } from "../neutral/ask.ts";
import { baseUrl } from "../provider/index.ts";
import { idsOf } from "./ids-of.ts";
import { inProcess } from "./in-process.ts";
import type { Library } from "./library.ts";
import { imageUrl, openaiThrown, parseArguments } from "./openai-package.ts";
import { ToldByEvents } from "./responses-events.ts";
import { toolResults } from "./tool-results.ts";

type Request = OpenAI.Responses.ResponseCreateParamsNonStreaming & { input: OpenAI.Responses.ResponseInputItem[] };
type Response = OpenAI.Responses.Response;

/** `openai` by Responses. */
export const responses = inProcess("npm openai responses", "responses", (url): Library<Request, Response> => {
  const client = new OpenAI({ baseURL: baseUrl("responses", url), apiKey: "any", maxRetries: 0 });
  return {
    request,
    whole: async (asked) => ended(await client.responses.create(asked)),
    async stream(asked, heard, leave) {
      const stream = client.responses.stream({ ...asked, stream: true }, { signal: leave });
      const told = new ToldByEvents();
      stream.on("event", (event) => told.add(event));
      stream.on("response.output_text.delta", ({ delta }) => heard(delta));
      const response = ended(await stream.finalResponse());
      told.demandSameAs(response);
      return response;
    },
    read(response) {
      const { output, output_text: text, status, incomplete_details: incomplete, usage } = response;
      const reasoning = output.filter((item) => item.type === "reasoning");
      return {
        text,
        refusal: output
          .flatMap((item) => (item.type === "message" ? item.content : []))
          .map((part) => (part.type === "refusal" ? part.refusal : ""))
          .join(""),
        reasoning: reasoning
          .flatMap(({ summary, content = [] }) => [...summary, ...content].map((part) => part.text))
          .join(""),
        signed: reasoning.some(({ encrypted_content: encrypted }) => !!encrypted),
        calls: functionCalls(response).map(({ name, arguments: given }) => ({
          name,
          arguments: parseArguments(given),
        })),
        stop: incomplete?.reason ? `${status}: ${incomplete.reason}` : `${status}`,
        usage: {
          input: usage?.input_tokens ?? 0,
          output: usage?.output_tokens ?? 0,
          cached: usage?.input_tokens_details?.cached_tokens ?? 0,
          reasoning: usage?.output_tokens_details?.reasoning_tokens ?? 0,
        },
      };
    },
    next(asked, response, results) {
      const said = toolResults(functionCalls(response), results).map(([{ call_id }, output]) => ({
        type: "function_call_output" as const,
        call_id,
        output,
      }));
      const before = response.output as OpenAI.Responses.ResponseInputItem[];
      return { ...asked, input: [...asked.input, ...before, ...said] };
    },
    models: () => idsOf(client.models.list()),
    thrown: openaiThrown,
  };
});

function request(model: string, ask: Ask): Request {
  const { system, tools, toolChoice: choice, format, thinking } = ask;
  return {
    model,
    input: ask.turns.map(message),
    ...(system && { instructions: system }),
    ...(tools && { tools: tools.map((tool) => ({ type: "function", ...tool, strict: false })) }),
    ...(choice && { tool_choice: choice === "required" ? choice : { type: "function", ...choice } }),
    ...(format && { text: { format: { type: "json_schema", ...format, strict: true } } }),
    ...(thinking &&
      "effort" in thinking && {
        reasoning: { effort: thinking.effort, summary: "auto" },
        include: ["reasoning.encrypted_content"],
        store: false,
      }),
    ...(ask.maxTokens && { max_output_tokens: ask.maxTokens }),
    ...(ask.temperature && { temperature: ask.temperature }),
    ...(ask.topP && { top_p: ask.topP }),
  };
}

function message({ role, text, image }: AskTurn): OpenAI.Responses.ResponseInputItem {
  if (image === undefined) return { role, content: text };
  return {
    role,
    content: [
      { type: "input_text", text },
      { type: "input_image", image_url: imageUrl(image), detail: "auto" },
    ],
  };
}

function functionCalls({ output }: Response): OpenAI.Responses.ResponseFunctionToolCall[] {
  return output.filter((item) => item.type === "function_call");
}

/** The library gives a response that did not end well as it gives any other. */
function ended(response: Response): Response {
  if (response.status === "completed" || response.status === "incomplete") return response;
  throw new Error(response.error?.message ?? `the response ended as ${response.status}`);
}
