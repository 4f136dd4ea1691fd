import { demand } from "../demand.ts";
import { field, type Protocol } from "./protocol.ts";
import { demandShape, type Shape } from "./shape.ts";

const ERROR: Shape = { error: "string" };

export function checkOllamaError(document: unknown): void {
  demandShape(document, ERROR);
}

/** @param pieces where an answer's text stands */
function protocol(pieces: Readonly<Record<string, Shape>>): Protocol {
  const line: Shape = { model: "string", created_at: "string", done: "boolean", ...pieces };
  return {
    checkError: checkOllamaError,
    checkAnswer: (document) => demandShape(document, { ...line, done_reason: "string" }),
    stream: {
      framing: "lines",
      type: "application/x-ndjson",
      byDefault: true,
      check(events) {
        for (const [index, { data }] of events.entries()) {
          const failed = field(data, "error") !== undefined;
          demandShape(data, failed ? ERROR : line);
          if (!failed && field(data, "done") !== true) continue;
          demand(index === events.length - 1, () => `a line behind the end: ${JSON.stringify(events.slice(index))}`);
          return failed ? "failed" : "whole";
        }
        return "open";
      },
      isEndMark: (data) => field(data, "done") === true,
      saysWhole: (data) => field(data, "done") === true,
    },
  };
}

/** `/api/chat`. https://github.com/ollama/ollama/blob/main/docs/api.md#generate-a-chat-completion */
export const ollama = protocol({ message: { role: "string", content: "string" } });

/** `/api/generate`. https://github.com/ollama/ollama/blob/main/docs/api.md#generate-a-completion */
export const generate = protocol({ response: "string" });
