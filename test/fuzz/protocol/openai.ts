import { demand } from "../demand.ts";
import { field, type Protocol } from "./protocol.ts";
import { demandShape, type Shape } from "./shape.ts";

const ERROR: Shape = { error: { message: "string", type: "string", param: "string or null", code: "string or null" } };
const HEAD = { id: "string", object: "string", created: "number", model: "string" } as const;

export function checkOpenAiError(document: unknown): void {
  demandShape(document, ERROR);
}

/** What a document says it is, and the members of each of its choices beside `index`. */
interface Kind {
  object: string;
  choice: Readonly<Record<string, Shape>>;
}

function checkDocument(document: unknown, { object, choice }: Kind): void {
  demandShape(document, { ...HEAD, choices: [{ index: "number", ...choice }] });
  demand(field(document, "object") === object, () => `${JSON.stringify(field(document, "object"))} for ${object}`);
}

/** The official clients look no further either. */
function isEndMark(data: unknown): boolean {
  return typeof data === "string" && data.startsWith("[DONE]");
}

function protocol(answer: Kind, chunk: Kind): Protocol {
  return {
    checkError: checkOpenAiError,
    checkAnswer: (document) => checkDocument(document, answer),
    stream: {
      framing: "events",
      type: "text/event-stream",
      byDefault: false,
      check(events) {
        for (const [index, { data }] of events.entries()) {
          const last = index === events.length - 1;
          if (data !== "[DONE]" && field(data, "error") === undefined) {
            checkDocument(data, chunk);
            continue;
          }
          demand(last, () => `an event behind the end: ${JSON.stringify(events.slice(index))}`);
          if (data === "[DONE]") return "whole";
          checkOpenAiError(data);
          return "failed";
        }
        return "open";
      },
      isEndMark,
      saysWhole: (data) => isEndMark(data) || typeof field(data, "choices", 0, "finish_reason") === "string",
    },
  };
}

/** Chat completions. https://platform.openai.com/docs/api-reference/chat/streaming */
export const openai = protocol(
  {
    object: "chat.completion",
    choice: { message: { role: "string", content: "string or null" }, finish_reason: "string" },
  },
  { object: "chat.completion.chunk", choice: { delta: "object", finish_reason: "string or null" } },
);

/** Completions: a stream's events are as the whole answer is. https://platform.openai.com/docs/api-reference/completions/object */
export const completions = protocol(
  { object: "text_completion", choice: { text: "string", finish_reason: "string" } },
  { object: "text_completion", choice: { text: "string", finish_reason: "string or null" } },
);
