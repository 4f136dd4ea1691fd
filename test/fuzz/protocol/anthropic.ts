import type { StreamEvent } from "../../fixtures/wire/index.ts";
import { demand } from "../demand.ts";
import { field, type Protocol } from "./protocol.ts";
import { demandShape, type Shape } from "./shape.ts";

const ERROR: Shape = { type: "string", error: { type: "string", message: "string" } };
const USAGE: Shape = { input_tokens: "number", output_tokens: "number" };
const MESSAGE: Shape = {
  id: "string",
  type: "string",
  role: "string",
  model: "string",
  content: [{ type: "string" }],
  usage: USAGE,
};

/** The fields of each event. https://docs.claude.com/en/docs/build-with-claude/streaming */
const EVENTS: Readonly<Record<string, Shape>> = {
  message_start: { message: MESSAGE },
  content_block_start: { index: "number", content_block: { type: "string" } },
  content_block_delta: { index: "number", delta: { type: "string" } },
  content_block_stop: { index: "number" },
  message_delta: { delta: { stop_reason: "string" }, usage: { output_tokens: "number" } },
  message_stop: {},
  ping: {},
  error: ERROR,
};

/** What may follow what. */
const FOLLOWS: Readonly<Record<string, readonly string[]>> = {
  "": ["message_start", "error"],
  message_start: ["content_block_start", "message_delta", "error"],
  content_block_start: ["content_block_delta", "content_block_stop", "error"],
  content_block_delta: ["content_block_delta", "content_block_stop", "error"],
  content_block_stop: ["content_block_start", "message_delta", "error"],
  message_delta: ["message_stop", "error"],
  message_stop: [],
  error: [],
};

/** The Messages API. */
export const anthropic: Protocol = {
  checkError: (document) => demandShape(document, ERROR),
  checkAnswer: (document) => demandShape(document, { ...MESSAGE, stop_reason: "string" }),
  stream: {
    framing: "events",
    type: "text/event-stream",
    byDefault: false,
    check(events) {
      let before = "";
      let blocks = 0;
      for (const { name, data } of events) {
        const type = typeOf({ name, data } as StreamEvent);
        demandShape(data, EVENTS[type] ?? {}, type);
        if (type === "ping") continue;
        demand(FOLLOWS[before]?.includes(type) ?? false, () => `${type} behind ${before || "nothing"}`);
        const index = field(data, "index");
        if (index !== undefined) demand(index === blocks, () => `${type} of block ${index}, where ${blocks} is due`);
        if (type === "content_block_stop") blocks += 1;
        before = type;
      }
      return before === "message_stop" ? "whole" : before === "error" ? "failed" : "open";
    },
    isEndMark: (data) => field(data, "type") === "message_stop",
    saysWhole: (data) =>
      field(data, "type") === "message_stop" || typeof field(data, "delta", "stop_reason") === "string",
  },
};

/** An event's name stands in its data as well. */
function typeOf({ name, data }: StreamEvent): string {
  const type = field(data, "type");
  demand(typeof type === "string" && type in EVENTS, () => `no event: ${JSON.stringify(data)}`);
  demand(type === name, () => `an event ${name} whose data say ${type}`);
  return type;
}
