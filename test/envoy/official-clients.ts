import Anthropic from "@anthropic-ai/sdk";
import { Ollama } from "ollama";
import OpenAI from "openai";
import { expect } from "vitest";
import type { Dialect } from "../../contract/dialect.ts";

/** An answer, as a program reads it from its client. */
export interface Said {
  text: string;
  stopReason: string | null | undefined;
  inputTokens: number | undefined;
  outputTokens: number | undefined;
}

/** What the tests do with an official client, whichever it is. */
export interface Client {
  whole(model: string): Promise<Said>;
  /** @param onText called with all of the text so far, whenever more has come */
  stream(model: string, onText?: (text: string) => void, signal?: AbortSignal): Promise<Said>;
  models(): Promise<string[]>;
}

const PROMPT = "And kana?";
const messages = [{ role: "user" as const, content: PROMPT }];
const NOBODY = new AbortController().signal;

const openai = (url: string, key: string): Client => {
  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: key, maxRetries: 0 });
  return {
    async whole(model) {
      const { choices, usage } = await client.chat.completions.create({ model, messages });
      return {
        text: choices[0]?.message.content ?? "",
        stopReason: choices[0]?.finish_reason,
        inputTokens: usage?.prompt_tokens,
        outputTokens: usage?.completion_tokens,
      };
    },
    async stream(model, onText, signal = NOBODY) {
      const said: Said = { text: "", stopReason: undefined, inputTokens: undefined, outputTokens: undefined };
      const request = { model, messages, stream: true as const, stream_options: { include_usage: true } };
      for await (const { choices, usage } of await client.chat.completions.create(request, { signal })) {
        said.text += choices[0]?.delta.content ?? "";
        said.stopReason = choices[0]?.finish_reason ?? said.stopReason;
        said.inputTokens = usage?.prompt_tokens ?? said.inputTokens;
        said.outputTokens = usage?.completion_tokens ?? said.outputTokens;
        onText?.(said.text);
      }
      return said;
    },
    models: () => idsOf(client.models.list()),
  };
};

const responses = (url: string, key: string): Client => {
  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: key, maxRetries: 0 });
  const read = ({ output_text, status, incomplete_details, usage }: OpenAI.Responses.Response): Said => ({
    text: output_text,
    stopReason: incomplete_details?.reason ?? status,
    inputTokens: usage?.input_tokens,
    outputTokens: usage?.output_tokens,
  });
  return {
    whole: async (model) => read(await client.responses.create({ model, input: messages })),
    async stream(model, onText, signal = NOBODY) {
      const stream = client.responses.stream({ model, input: messages }, { signal });
      let text = "";
      stream.on("response.output_text.delta", ({ delta }) => {
        text += delta;
        onText?.(text);
      });
      return read(await stream.finalResponse());
    },
    models: () => idsOf(client.models.list()),
  };
};

const anthropic = (url: string, key: string): Client => {
  const client = new Anthropic({ baseURL: url, apiKey: key, maxRetries: 0 });
  const read = ({ content, stop_reason, usage }: Anthropic.Message): Said => ({
    text: content.map((block) => (block.type === "text" ? block.text : "")).join(""),
    stopReason: stop_reason,
    inputTokens: usage.input_tokens,
    outputTokens: usage.output_tokens,
  });
  const request = (model: string) => ({ model, messages, max_tokens: 100 });
  return {
    whole: async (model) => read(await client.messages.create(request(model))),
    async stream(model, onText, signal = NOBODY) {
      const stream = client.messages.stream(request(model), { signal });
      stream.on("text", (_piece, text) => onText?.(text));
      return read(await stream.finalMessage());
    },
    models: () => idsOf(client.models.list()),
  };
};

const ollama = (url: string, key: string): Client => {
  const client = new Ollama({ host: url, headers: { authorization: `Bearer ${key}` } });
  return {
    async whole(model) {
      const { message, done_reason, prompt_eval_count, eval_count } = await client.chat({ model, messages });
      return {
        text: message.content,
        stopReason: done_reason,
        inputTokens: prompt_eval_count,
        outputTokens: eval_count,
      };
    },
    async stream(model, onText, signal = NOBODY) {
      const said: Said = { text: "", stopReason: undefined, inputTokens: undefined, outputTokens: undefined };
      const stream = await client.chat({ model, messages, stream: true });
      signal.addEventListener("abort", () => stream.abort());
      for await (const part of stream) {
        said.text += part.message.content;
        onText?.(said.text);
        if (!part.done) continue;
        said.stopReason = part.done_reason;
        said.inputTokens = part.prompt_eval_count;
        said.outputTokens = part.eval_count;
      }
      return said;
    },
    models: async () => (await client.list()).models.map(({ name }) => name),
  };
};

async function idsOf(models: AsyncIterable<{ id: string }>): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of models) ids.push(id);
  return ids;
}

/** The official npm client of a dialect, its own retries off: what it shows is the gateway's doing. */
export const OFFICIAL: Readonly<Record<Dialect, (url: string, key: string) => Client>> = {
  openai,
  responses,
  anthropic,
  ollama,
};

/** How each client says why an answer ended by itself. */
export const ENDED: Readonly<Record<Dialect, string>> = {
  openai: "stop",
  responses: "completed",
  anthropic: "end_turn",
  ollama: "stop",
};

type ErrorClass = abstract new (...args: never[]) => Error;

/** The package that has classes for errors. */
const PACKAGE: Readonly<Partial<Record<Dialect, typeof OpenAI | typeof Anthropic>>> = {
  openai: OpenAI,
  responses: OpenAI,
  anthropic: Anthropic,
};

/** The class that a package has for a status. */
function classFor(status: number, library: typeof OpenAI | typeof Anthropic): ErrorClass {
  switch (status) {
    case 400:
      return library.BadRequestError;
    case 401:
      return library.AuthenticationError;
    case 403:
      return library.PermissionDeniedError;
    case 404:
      return library.NotFoundError;
    case 429:
      return library.RateLimitError;
    default:
      return library.InternalServerError;
  }
}

/** The client throws the error that it has for this status, with the gateway's message in it. */
export async function expectThrown(
  dialect: Dialect,
  asked: Promise<unknown>,
  status: number,
  message: string,
): Promise<void> {
  const thrown = await thrownBy(asked);
  expect(thrown.message).toContain(message);
  const library = PACKAGE[dialect];
  if (library === undefined) expect(thrown).toMatchObject({ name: "ResponseError", status_code: status });
  else expect(thrown).toBeInstanceOf(classFor(status, library));
}

export function thrownBy(asked: Promise<unknown>): Promise<Error> {
  return asked.then(
    (answer) => {
      throw new Error(`an answer in place of an error: ${JSON.stringify(answer)}`);
    },
    (error: Error) => error,
  );
}
