import { demand } from "../demand.ts";
import { field, type Protocol } from "./protocol.ts";
import { demandShape, type Shape } from "./shape.ts";

const ERROR: Shape = { error: { message: "string", type: "string", param: "string or null", code: "string or null" } };
const HEAD: Shape = { id: "string", object: "string", created: "number", model: "string" };
const ANSWER: Shape = {
  ...HEAD,
  choices: [{ index: "number", message: { role: "string", content: "string or null" }, finish_reason: "string" }],
};
const CHUNK: Shape = { ...HEAD, choices: [{ index: "number", delta: "object", finish_reason: "string or null" }] };

/** Chat completions. https://platform.openai.com/docs/api-reference/chat/streaming */
export const openai: Protocol = {
  framing: "events",
  streamType: "text/event-stream",
  streamsByDefault: false,
  checkError: (document) => demandShape(document, ERROR),
  checkAnswer: (document) => demandShape(document, ANSWER),
  checkStream(events) {
    for (const [index, { data }] of events.entries()) {
      const last = index === events.length - 1;
      if (data !== "[DONE]" && field(data, "error") === undefined) {
        demandShape(data, CHUNK);
        continue;
      }
      demand(last, () => `an event behind the end: ${JSON.stringify(events.slice(index))}`);
      if (data === "[DONE]") return "whole";
      demandShape(data, ERROR);
      return "failed";
    }
    return "open";
  },
  isEndMark: (data) => data === "[DONE]",
  saysWhole: (data) => data === "[DONE]" || typeof field(data, "choices", 0, "finish_reason") === "string",
};
