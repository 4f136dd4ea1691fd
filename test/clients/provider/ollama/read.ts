import type { Asked } from "../../neutral/asked.ts";
import { Conversation } from "../conversation.ts";
import { demandShape } from "../refused.ts";
import type { Body } from "../wire.ts";
import { type Message, request } from "./request.ts";

export function read(body: Body): Asked {
  const { stream, messages, tools = [], format, think, options } = demandShape(request, body);
  const conversation = new Conversation();
  messages.forEach((item, index) => {
    readMessage(item, index, conversation);
  });
  conversation.end();
  const { num_predict: maxTokens, temperature, top_p: topP, stop } = options;
  return {
    stream,
    system: conversation.system,
    turns: conversation.turns,
    tools: tools.map(({ function: { name, description = "", parameters = {} } }) => ({
      name,
      description,
      parameters,
      strict: false,
    })),
    ...(typeof format === "object" && { format: { schema: format } }),
    ...(think !== undefined && think !== false && { thinking: think === true ? {} : { effort: think } }),
    ...(maxTokens !== undefined && { maxTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { topP }),
    ...(stop !== undefined && { stop }),
  };
}

function readMessage(item: Message, index: number, conversation: Conversation): void {
  switch (item.role) {
    case "system":
      conversation.instructed(item.content);
      break;
    case "user":
      conversation.user(
        item.content,
        (item.images ?? []).map((base64) => ({ base64 })),
      );
      break;
    case "assistant":
      if (item.thinking) conversation.thought(item.thinking);
      conversation.said(item.content);
      item.tool_calls?.forEach(({ id, function: call }, position) => {
        conversation.called(id ?? `${index}.${position}`, { name: call.name, arguments: call.arguments });
      });
      break;
    case "tool":
      if (item.tool_name !== undefined) conversation.resultOf(item.tool_name, item.content);
      else if (item.tool_call_id !== undefined) conversation.result(item.tool_call_id, item.content);
      else conversation.nextResult(item.content);
  }
}
