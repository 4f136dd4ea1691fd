import { type ChatRequest, type ChatResponse, type Message, Ollama } from "ollama";
import type { Ask, AskTurn } from "../neutral/ask.ts";
import { inProcess } from "./in-process.ts";
import type { Library } from "./library.ts";
import { toolResults } from "./tool-results.ts";

type Request = ChatRequest & { messages: Message[] };

export const ollama = inProcess("npm ollama", "ollama", (url): Library<Request, ChatResponse> => {
  const client = new Ollama({ host: url });
  return {
    request,
    whole: (asked) => client.chat({ ...asked, stream: false }),
    /** A program puts the message together itself: https://docs.ollama.com/capabilities/streaming */
    async stream(asked, heard, leave) {
      const stream = await client.chat({ ...asked, stream: true });
      leave.addEventListener("abort", () => stream.abort());
      const whole: Message = { role: "assistant", content: "" };
      for await (const part of stream) {
        const { content, thinking, tool_calls: calls } = part.message;
        heard(content);
        whole.content += content;
        if (thinking) whole.thinking = (whole.thinking ?? "") + thinking;
        if (calls) whole.tool_calls = [...(whole.tool_calls ?? []), ...calls];
        if (part.done) return { ...part, message: whole };
      }
      throw new Error("the stream ended, and did not say so");
    },
    read({ message, done_reason, prompt_eval_count, eval_count }) {
      return {
        text: message.content,
        refusal: "",
        reasoning: message.thinking ?? "",
        signed: false,
        calls: (message.tool_calls ?? []).map(({ function: { name, arguments: given } }) => ({
          name,
          arguments: given,
        })),
        stop: done_reason,
        usage: { input: prompt_eval_count, output: eval_count, cached: 0, reasoning: 0 },
      };
    },
    next(asked, { message }, results) {
      const said = toolResults(message.tool_calls ?? [], results).map(([call, content]) => ({
        role: "tool",
        tool_name: call.function.name,
        content,
      }));
      return { ...asked, messages: [...asked.messages, message, ...said] };
    },
    models: async () => (await client.list()).models.map(({ name }) => name),
    async embed({ model, input, dimensions }) {
      const { embeddings, prompt_eval_count } = await client.embed({ model, input: [...input], dimensions });
      return { vectors: embeddings, embedded: prompt_eval_count };
    },
    thrown(error) {
      const status = "status_code" in error && typeof error.status_code === "number" ? error.status_code : null;
      return { status, retryAfter: null };
    },
  };
});

function request(model: string, ask: Ask): Request {
  const { system, tools, format, thinking } = ask;
  return {
    model,
    messages: [...(system ? [{ role: "system", content: system }] : []), ...ask.turns.map(message)],
    ...(tools && { tools: tools.map((tool) => ({ type: "function", function: { ...tool } })) }),
    ...(format && { format: format.schema }),
    ...(thinking && "effort" in thinking && { think: thinking.effort }),
    options: {
      ...(ask.maxTokens && { num_predict: ask.maxTokens }),
      ...(ask.temperature && { temperature: ask.temperature }),
      ...(ask.topP && { top_p: ask.topP }),
      ...(ask.stop && { stop: [...ask.stop] }),
    },
  };
}

function message({ role, text, image }: AskTurn): Message {
  if (image === undefined || "url" in image) return { role, content: text };
  return { role, content: text, images: [Buffer.from(image.base64, "base64")] };
}
