import { demand } from "../demand.ts";
import { field, type Protocol } from "./protocol.ts";
import { demandShape, type Shape } from "./shape.ts";

const ERROR: Shape = { error: "string" };
const LINE: Shape = {
  model: "string",
  created_at: "string",
  message: { role: "string", content: "string" },
  done: "boolean",
};

/** `/api/chat`. https://github.com/ollama/ollama/blob/main/docs/api.md#generate-a-chat-completion */
export const ollama: Protocol = {
  framing: "lines",
  streamType: "application/x-ndjson",
  streamsByDefault: true,
  checkError: (document) => demandShape(document, ERROR),
  checkAnswer: (document) => demandShape(document, { ...LINE, done_reason: "string" }),
  checkStream(events) {
    for (const [index, { data }] of events.entries()) {
      const failed = field(data, "error") !== undefined;
      demandShape(data, failed ? ERROR : LINE);
      if (!failed && field(data, "done") !== true) continue;
      demand(index === events.length - 1, () => `a line behind the end: ${JSON.stringify(events.slice(index))}`);
      return failed ? "failed" : "whole";
    }
    return "open";
  },
  isEndMark: (data) => field(data, "done") === true,
  saysWhole: (data) => field(data, "done") === true,
};
