import { describe, expect, it } from "vitest";
import { document, eventStream, filter, modelOf } from "./filter.ts";

/** Answers of Responses that hold nothing but an item that no other dialect has: they are answers, and no reason to ask elsewhere. */
const ITEMS: Record<string, object> = {
  custom_tool_call: { call_id: "c", name: "apply_patch", input: "*** Begin Patch" },
  local_shell_call: { call_id: "c", status: "completed", action: { type: "exec", command: ["ls"], env: {} } },
  shell_call: { call_id: "c", status: "completed", action: { commands: ["ls"] } },
  apply_patch_call: { call_id: "c", status: "completed", operation: { type: "delete_file", path: "x" } },
  mcp_approval_request: { arguments: "{}", name: "f", server_label: "s" },
  image_generation_call: { status: "completed", result: "iVBO" },
};

describe.each(Object.entries(ITEMS))("%s alone", (type, members) => {
  const item = { id: "i", type, ...members };
  const response = { id: "resp_1", object: "response", status: "completed", model: "up", output: [item] };
  // As Codex's own platform ends a stream: without the items.
  const stream = [
    { type: "response.created", response: { ...response, status: "in_progress", output: [] } },
    { type: "response.output_item.done", output_index: 0, item },
    { type: "response.completed", response: { ...response, output: [] } },
  ]
    .map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
    .join("");

  it.each([false, true])("is the client's, streamed: %s", (isStream) => {
    const answer = isStream ? eventStream(stream) : document(response);
    const host = filter(modelOf("responses", "anthropic"), () => answer);
    const body = JSON.stringify({ model: "m", input: "hi", stream: isStream });
    const result = host.open({ path: "/v1/responses", body }).result;
    expect([result.status, result.body]).toEqual([200, answer.body]);
    expect(result.attempts).toHaveLength(1);
  });
});
