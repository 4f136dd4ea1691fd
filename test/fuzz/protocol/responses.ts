import { demand } from "../demand.ts";
import { checkOpenAiError } from "./openai.ts";
import { type Ending, field, type Protocol } from "./protocol.ts";
import { demandShape, type Shape } from "./shape.ts";

const RESPONSE: Shape = {
  id: "string",
  object: "string",
  created_at: "number",
  status: "string",
  model: "string",
  output: [{ type: "string", id: "string" }],
};

const ENDS: Readonly<Record<string, Ending>> = {
  "response.completed": "whole",
  "response.incomplete": "whole",
  "response.failed": "failed",
  error: "failed",
};

/** The Responses API. https://platform.openai.com/docs/api-reference/responses-streaming */
export const responses: Protocol = {
  checkError: checkOpenAiError,
  checkAnswer: (document) => demandShape(document, RESPONSE),
  stream: {
    framing: "events",
    type: "text/event-stream",
    byDefault: false,
    check(events) {
      for (const [index, { name, data }] of events.entries()) {
        const type = field(data, "type");
        demand(type === name, () => `an event ${name} whose data say ${type}`);
        demandShape(data, { type: "string", sequence_number: "number" });
        demand(field(data, "sequence_number") === index, () => `event ${index} is numbered ${JSON.stringify(data)}`);
        const end = ENDS[type as string];
        const begins = type === "response.created" || end === "failed";
        demand(index > 0 || begins, () => `a stream that begins with ${type}`);
        const response = field(data, "response");
        if (response !== undefined) demandShape(response, RESPONSE);
        // Behind its error event the response's own end says the same.
        const echoed = type === "error" && events[index + 1]?.name === "response.failed";
        if (end === undefined || echoed) continue;
        demand(index === events.length - 1, () => `an event behind the end: ${JSON.stringify(events.slice(index))}`);
        return end;
      }
      return "open";
    },
    isEndMark: (data) => ENDS[String(field(data, "type"))] === "whole",
    saysWhole: (data) => ENDS[String(field(data, "type"))] === "whole",
  },
};
