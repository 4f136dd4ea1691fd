import { expect, test } from "vitest";
import { SCENARIOS } from "./scenarios.ts";
import { answerBody, STREAM_PIECES } from "./workload.ts";

test.each(SCENARIOS)("the request of $name has the size of its title, and asks for its model", (scenario) => {
  const { body, name, kind, title } = scenario;
  expect(Buffer.byteLength(body)).toBe(title.startsWith("100 KB") ? 102_400 : 300);
  const request = JSON.parse(body);
  expect(request.model).toBe(name);
  expect(request.stream === true).toBe(kind === "stream");
});

test("the model stands before the messages and behind them", () => {
  const order = (name: string) => Object.keys(JSON.parse(SCENARIOS.find((one) => one.name === name)?.body ?? "{}"));
  expect(order("large-model-first")[0]).toBe("model");
  expect(order("large-model-last").at(-1)).toBe("model");
});

test("a stream has an event for each piece, and its end", () => {
  const openai = answerBody("stream", "openai");
  expect(openai.split('"content":"').length - 1).toBe(STREAM_PIECES + 1); // the opening event's is empty
  expect(openai.endsWith("data: [DONE]\n\n")).toBe(true);
  expect(answerBody("stream", "anthropic").split("event: content_block_delta\n").length - 1).toBe(STREAM_PIECES);
});
