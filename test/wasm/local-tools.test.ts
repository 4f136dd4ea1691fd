import { describe, expect, it } from "vitest";
import type { Dialect } from "../../contract/dialect.ts";
import { document, eventStream, filter, modelOf } from "./filter.ts";

/** Tools that the platform has defined and the client runs, at models of every dialect. */
const tools = [{ type: "local_shell" }, { type: "shell", environment: { type: "local" } }, { type: "apply_patch" }];
const question = { role: "user", content: "Look around." };

/** Of each: what a model calls it with, and the members of the item that the client gets. */
const CALLS = {
  local_shell: {
    input: { command: ["ls", "-l"], working_directory: "/x" },
    item: {
      type: "local_shell_call",
      action: { type: "exec", command: ["ls", "-l"], env: {}, working_directory: "/x" },
    },
    output: { type: "local_shell_call_output", output: "a.txt" },
  },
  shell: {
    input: { commands: ["ls", 'echo "é"'] },
    item: {
      type: "shell_call",
      action: { commands: ["ls", 'echo "é"'], timeout_ms: null, max_output_length: null },
      environment: { type: "local" },
    },
    output: {
      type: "shell_call_output",
      output: [{ stdout: "a.txt", stderr: "", outcome: { type: "exit", exit_code: 0 } }],
    },
  },
  apply_patch: {
    input: { type: "update_file", path: "a.txt", diff: "@@\n-a\n+b" },
    item: { type: "apply_patch_call", operation: { type: "update_file", path: "a.txt", diff: "@@\n-a\n+b" } },
    output: { type: "apply_patch_call_output", status: "completed", output: "a.txt" },
  },
} as const;
type Name = keyof typeof CALLS;

/** A provider that calls the tool `c`, whole or streamed. */
const PROVIDERS: Record<"openai" | "anthropic" | "ollama", (name: Name, input: object) => [object, string]> = {
  openai(name, input) {
    const call = { id: "c", type: "function", function: { name, arguments: JSON.stringify(input) } };
    const head = { id: "x", created: 1, model: "up" };
    const choice = { index: 0, finish_reason: "tool_calls" };
    const message = { role: "assistant", content: null, tool_calls: [call] };
    const delta = { tool_calls: [{ index: 0, ...call }] };
    return [
      { ...head, object: "chat.completion", choices: [{ ...choice, message }] },
      `data: ${JSON.stringify({ ...head, choices: [{ ...choice, delta }] })}\n\ndata: [DONE]\n\n`,
    ];
  },
  anthropic(name, input) {
    const whole = { id: "msg_1", type: "message", role: "assistant", model: "up", usage: {} };
    const block = { type: "tool_use", id: "c", name };
    const partial_json = JSON.stringify(input);
    const events = [
      { type: "message_start", message: { ...whole, content: [] } },
      { type: "content_block_start", index: 0, content_block: { ...block, input: {} } },
      { type: "content_block_delta", index: 0, delta: { type: "input_json_delta", partial_json } },
      { type: "content_block_stop", index: 0 },
      { type: "message_delta", delta: { stop_reason: "tool_use" }, usage: { output_tokens: 1 } },
      { type: "message_stop" },
    ];
    return [
      { ...whole, content: [{ ...block, input }], stop_reason: "tool_use" },
      events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join(""),
    ];
  },
  ollama(name, input) {
    const message = { role: "assistant", content: "", tool_calls: [{ id: "c", function: { name, arguments: input } }] };
    const whole = { model: "up", created_at: "2026-01-01T00:00:00Z", message, done: true, done_reason: "stop" };
    return [whole, `${JSON.stringify(whole)}\n`];
  },
};

describe.each(Object.keys(PROVIDERS) as (keyof typeof PROVIDERS)[])("a provider of %s", (provider: Dialect) => {
  it.each(Object.keys(CALLS) as Name[])("calls %s, and the client knows the call", (name) => {
    const { input, item, output } = CALLS[name];
    const [whole, stream] = PROVIDERS[provider as keyof typeof PROVIDERS](name, input);
    const lines = { headers: { "content-type": "application/x-ndjson" }, body: stream };
    const host = filter(modelOf(provider), ({ body }) => {
      if (!JSON.parse(body).stream) return document(whole);
      return provider === "ollama" ? lines : eventStream(stream);
    });
    const post = (body: object) => {
      const result = host.open({ path: "/v1/responses", body: JSON.stringify({ model: "m", tools, ...body }) }).result;
      expect(result.status, result.body).toBe(200);
      return result;
    };
    const answer = JSON.parse(post({ input: [question] }).body);
    const expected = { id: expect.any(String), call_id: "c", status: "completed", ...item };
    expect(answer.output).toEqual([expected]);
    expect(answer.tools).toEqual(tools);

    const events = post({ input: [question], stream: true })
      .body.split("\n")
      .filter((line) => line.startsWith("data: {"))
      .map((line) => JSON.parse(line.slice(6)));
    const done = events.filter(({ type }) => type === "response.output_item.done");
    expect(done.map((event) => event.item)).toEqual([expected]);
    expect(events.at(-1)).toMatchObject({ type: "response.completed", response: { output: [expected] } });

    const result = name === "local_shell" ? { id: answer.output[0].id, ...output } : { call_id: "c", ...output };
    const { attempts, headers } = post({ input: [question, answer.output[0], result] });
    const sent = JSON.parse(attempts[0]?.request.body ?? "");
    expect(JSON.stringify(sent.messages[1])).toContain(`"name":"${name}"`);
    expect(JSON.stringify(sent.messages[2])).toContain("a.txt");
    expect(sent.messages).toHaveLength(3);
    expect(headers["x-headgate-dropped"]).toBeUndefined();
  });
});
