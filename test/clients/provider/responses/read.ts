import type { Asked, AskedTool } from "../../neutral/asked.ts";
import { SIGNATURE } from "../../neutral/reply.ts";
import { Conversation } from "../conversation.ts";
import { demand, demandArguments, demandShape, readImageUrl } from "../refused.ts";
import type { Body } from "../wire.ts";
import { type Item, type Message, type OfferedTool, request } from "./request.ts";

export function read(body: Body): Asked {
  const asked = demandShape(request, body);
  const conversation = new Conversation();
  if (asked.instructions) conversation.instructed(asked.instructions);
  if (typeof asked.input === "string") conversation.user(asked.input, []);
  else for (const one of asked.input) readItem(one, conversation);
  conversation.end();
  const items = typeof asked.input === "string" ? [] : asked.input;
  const added = items.flatMap((one) => (one.type === "additional_tools" ? one.tools : []));
  const { tool_choice: choice, text, reasoning: thinking } = asked;
  return {
    stream: asked.stream ?? false,
    system: conversation.system,
    turns: conversation.turns,
    tools: [...(asked.tools ?? []), ...added].flatMap((tool) => readTool(tool)),
    ...(asked.parallel_tool_calls === false && { oneCallAtATime: true }),
    ...(choice !== undefined && { toolChoice: typeof choice === "string" ? choice : { name: choice.name } }),
    ...(text?.format?.type === "json_schema" && { format: { schema: text.format.schema } }),
    ...(thinking?.effort && thinking.effort !== "none" && { thinking: { effort: thinking.effort } }),
    ...(asked.max_output_tokens != null && { maxTokens: asked.max_output_tokens }),
    ...(asked.temperature != null && { temperature: asked.temperature }),
    ...(asked.top_p != null && { topP: asked.top_p }),
  };
}

/** A namespace stands for the tools in it. What OpenAI runs by itself is no tool that anybody here could call. */
function readTool(tool: OfferedTool, namespace?: string): AskedTool[] {
  switch (tool.type) {
    case "namespace":
      return tool.tools.flatMap((inner) => readTool(inner, tool.name));
    case "custom":
    case "function": {
      const { name, description } = tool;
      const parameters = tool.type === "function" ? (tool.parameters ?? {}) : {};
      const strict = tool.type === "function" && (tool.strict ?? true);
      const more = { ...(tool.type === "custom" && { custom: true }), ...(namespace !== undefined && { namespace }) };
      return [{ name, description: description ?? "", parameters, strict, ...more }];
    }
    default:
      return [];
  }
}

function readItem(one: Item, conversation: Conversation): void {
  switch (one.type) {
    case "function_call":
      conversation.called(one.call_id, { name: one.name, arguments: demandArguments(one.arguments) });
      break;
    case "custom_tool_call":
      conversation.called(one.call_id, { name: one.name, arguments: { input: one.input } });
      break;
    case "function_call_output":
    case "custom_tool_call_output": {
      const { output } = one;
      const parts = typeof output === "string" ? [output] : output.map((part) => ("text" in part ? part.text : ""));
      conversation.result(one.call_id, parts.join(""));
      break;
    }
    case "additional_tools":
      break;
    case "reasoning": {
      const signature = one.encrypted_content ?? undefined;
      demand(signature === undefined || signature === SIGNATURE, "The encrypted content could not be verified.");
      conversation.thought(one.summary.map(({ text }) => text).join(""), signature);
      break;
    }
    default:
      readMessage(one, conversation);
  }
}

function readMessage({ role, content }: Message, conversation: Conversation): void {
  const texts: string[] = [];
  const images = [];
  for (const part of typeof content === "string" ? [] : content) {
    if (part.type === "input_image") images.push(readImageUrl(part.image_url));
    else texts.push(part.type === "refusal" ? part.refusal : part.text);
  }
  const text = typeof content === "string" ? content : texts.join("");
  if (role === "user") conversation.user(text, images);
  else if (role === "assistant") conversation.said(text);
  else conversation.instructed(text);
}
