import type { Asked } from "../../neutral/asked.ts";
import { Conversation } from "../conversation.ts";
import { demand, demandArguments, demandShape, readImageUrl } from "../refused.ts";
import type { Body } from "../wire.ts";
import { type Message, request, type TextContent } from "./request.ts";

export function read(body: Body): Asked {
  const asked = demandShape(request, body);
  const conversation = new Conversation();
  for (const item of asked.messages) readMessage(item, conversation);
  conversation.end();
  const { tool_choice: choice, response_format: format, reasoning_effort: effort, stop } = asked;
  const maxTokens = asked.max_completion_tokens ?? asked.max_tokens;
  demand(choice === undefined || asked.tools !== undefined, "tool_choice: is only allowed with tools");
  demand(asked.parallel_tool_calls === undefined || asked.tools !== undefined, "parallel_tool_calls: only with tools");
  demand(asked.stream_options == null || asked.stream === true, "stream_options: is only allowed with stream");
  return {
    stream: asked.stream ?? false,
    system: conversation.system,
    turns: conversation.turns,
    tools: (asked.tools ?? []).map(({ function: { name, description = "", parameters = {}, strict } }) => ({
      name,
      description,
      parameters,
      strict: strict ?? false,
    })),
    ...(asked.parallel_tool_calls === false && { oneCallAtATime: true }),
    ...(choice !== undefined && { toolChoice: typeof choice === "string" ? choice : { name: choice.function.name } }),
    ...(format?.type === "json_schema" && { format: { schema: format.json_schema.schema } }),
    ...(effort != null && effort !== "none" && { thinking: { effort } }),
    ...(maxTokens != null && { maxTokens }),
    ...(asked.temperature != null && { temperature: asked.temperature }),
    ...(asked.top_p != null && { topP: asked.top_p }),
    ...(stop != null && { stop: typeof stop === "string" ? [stop] : stop }),
  };
}

function readMessage(item: Message, conversation: Conversation): void {
  switch (item.role) {
    case "system":
    case "developer":
      conversation.instructed(textOf(item.content));
      break;
    case "user": {
      const parts = typeof item.content === "string" ? [{ type: "text" as const, text: item.content }] : item.content;
      const images = parts.flatMap((part) => (part.type === "image_url" ? [readImageUrl(part.image_url.url)] : []));
      conversation.user(parts.map((part) => (part.type === "text" ? part.text : "")).join(""), images);
      break;
    }
    case "assistant":
      demand(item.content != null || item.tool_calls != null || item.refusal != null, "content: is required");
      if (item.reasoning_content) conversation.thought(item.reasoning_content);
      conversation.said(textOf(item.content ?? "") + (item.refusal ?? ""));
      for (const { id, function: call } of item.tool_calls ?? []) {
        conversation.called(id, { name: call.name, arguments: demandArguments(call.arguments) });
      }
      break;
    case "tool":
      conversation.result(item.tool_call_id, textOf(item.content));
  }
}

function textOf(content: TextContent): string {
  return typeof content === "string" ? content : content.map(({ text }) => text).join("");
}
