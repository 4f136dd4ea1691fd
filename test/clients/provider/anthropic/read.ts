import type { IncomingHttpHeaders } from "node:http";
import type { Asked } from "../../neutral/asked.ts";
import { SIGNATURE } from "../../neutral/reply.ts";
import { Conversation } from "../conversation.ts";
import { demand, demandShape } from "../refused.ts";
import type { Body } from "../wire.ts";
import { checkBetas } from "./betas.ts";
import { type Message, type Request, request } from "./request.ts";

const CHOICE = { auto: "auto", any: "required", none: "none" } as const;

/** https://platform.claude.com/docs/en/api/migration-2026-10-21: from then on there is no sampling. */
const NO_SAMPLING = "2026-10-21";

export function readChat(body: Body, headers: IncomingHttpHeaders): Asked {
  demand(typeof body.max_tokens === "number", "max_tokens: Field required");
  return read(body, headers);
}

/** A chat, or one whose tokens are to be counted. */
export function read(body: Body, headers: IncomingHttpHeaders): Asked {
  const { "anthropic-version": version = "" } = headers;
  const asked = demandShape(request, body);
  checkBetas(asked, headers);
  if (version >= NO_SAMPLING) {
    demand(asked.temperature === undefined && asked.top_p === undefined, "temperature: Extra inputs are not permitted");
  }
  const conversation = new Conversation();
  demand(asked.messages[0]?.role === "user", "messages: first message must use the `user` role");
  for (const item of asked.messages) readMessage(item, conversation);
  conversation.end();
  const names = new Set(asked.tools?.map(({ name }) => name));
  demand(names.size === (asked.tools?.length ?? 0), "tools: Tool names must be unique.");
  const { system = "", tool_choice: choice, output_config: output, stop_sequences: stop } = asked;
  const thinking = readThinking(asked);
  return {
    stream: asked.stream ?? false,
    system: [textOf(system, "\n\n"), conversation.system].filter((text) => text !== "").join("\n\n"),
    turns: conversation.turns,
    tools: (asked.tools ?? []).map(({ name, description = "", input_schema: parameters, strict = false }) => ({
      name,
      description,
      parameters,
      strict,
    })),
    ...(choice !== undefined &&
      "disable_parallel_tool_use" in choice &&
      choice.disable_parallel_tool_use === true && { oneCallAtATime: true }),
    ...(choice && { toolChoice: choice.type === "tool" ? { name: choice.name } : CHOICE[choice.type] }),
    ...(output?.format && { format: { schema: output.format.schema } }),
    ...(thinking && { thinking }),
    ...(asked.max_tokens !== undefined && { maxTokens: asked.max_tokens }),
    ...(asked.temperature !== undefined && { temperature: asked.temperature }),
    ...(asked.top_p !== undefined && { topP: asked.top_p }),
    ...(stop && { stop }),
  };
}

/** What else the API demands of a request that thinks: https://platform.claude.com/docs/en/build-with-claude/extended-thinking */
function readThinking({ thinking, output_config: output, ...asked }: Request): Asked["thinking"] {
  if (thinking === undefined || thinking.type === "disabled") return undefined;
  demand(asked.temperature === undefined || asked.temperature === 1, "temperature may only be set to 1 when thinking");
  const choice = asked.tool_choice?.type ?? "auto";
  demand(choice === "auto" || choice === "none", "Thinking may not be enabled when tool_choice forces tool use.");
  const effort = output?.effort ? { effort: output.effort } : {};
  if (thinking.type === "adaptive") return effort;
  const budget = thinking.budget_tokens;
  demand(budget < (asked.max_tokens ?? 0), "`max_tokens` must be greater than `thinking.budget_tokens`");
  return { ...effort, budget };
}

function readMessage({ role, content }: Message, conversation: Conversation): void {
  if (role === "system") {
    conversation.instructed(textOf(content, "\n\n"));
    return;
  }
  const blocks = typeof content === "string" ? [{ type: "text" as const, text: content }] : content;
  const texts: string[] = [];
  const images = [];
  for (const block of blocks) {
    switch (block.type) {
      case "text":
        if (role === "user") texts.push(block.text);
        else conversation.said(block.text);
        break;
      case "image":
        images.push(
          block.source.type === "url"
            ? { url: block.source.url }
            : { mediaType: block.source.media_type, base64: block.source.data },
        );
        break;
      case "thinking":
        demand(block.signature === SIGNATURE, "Invalid `signature` in `thinking` block");
        conversation.thought(block.thinking, block.signature);
        break;
      case "tool_use":
        conversation.called(block.id, { name: block.name, arguments: block.input });
        break;
      case "tool_result": {
        const { content: said = "" } = block;
        demand(texts.length + images.length === 0, "tool_result blocks must come first");
        conversation.result(block.tool_use_id, textOf(said));
      }
    }
  }
  if (role === "user") conversation.end();
  if (texts.length + images.length > 0) conversation.user(texts.join(""), images);
}

function textOf(
  content: string | readonly ({ type: "text"; text: string } | { type: string })[],
  between = "",
): string {
  if (typeof content === "string") return content;
  return content.map((block) => ("text" in block ? block.text : "")).join(between);
}
