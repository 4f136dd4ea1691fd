import { length } from "../wire/span";
import { Part, PartKind, ReasoningPart, TextPart, ToolCallPart } from "./part";
import { ChatRequest } from "./request";
import { ChatResponse } from "./response";

/** English runs to about four bytes a token, with every tokenizer in use. */
const BYTES_PER_TOKEN: i64 = 4;
/** What the roles and borders of a message cost. */
const TOKENS_PER_MESSAGE: i64 = 4;
/** A picture of about 1,100 × 1,100 pixels at Anthropic; an eighth more or less elsewhere. */
const TOKENS_PER_MEDIUM: i64 = 1600;

/** About how many tokens a request has, where no provider counts them. */
export function estimateTokens(request: ChatRequest): i64 {
  let bytes: i64 = 0;
  let tokens: i64 = 0;
  for (let i = 0; i < request.messages.length; i++) {
    const parts = request.messages[i].parts;
    tokens += TOKENS_PER_MESSAGE;
    for (let j = 0; j < parts.length; j++) {
      if (parts[j].kind == PartKind.Image || parts[j].kind == PartKind.Document) tokens += TOKENS_PER_MEDIUM;
      else bytes += bytesOf(parts[j]);
    }
  }
  for (let i = 0; i < request.tools.length; i++) {
    const tool = request.tools[i];
    bytes += length(tool.name) + length(tool.description) + length(tool.parameters);
  }
  return tokens + tokensOf(bytes);
}

/** The same, from counts alone. `bytes`: of all text, tools and calls included. */
export function estimateFrom(messages: i64, media: i64, bytes: i64): i64 {
  return messages * TOKENS_PER_MESSAGE + media * TOKENS_PER_MEDIUM + tokensOf(bytes);
}

/** About how many tokens an answer has. */
export function estimateAnswer(response: ChatResponse): i64 {
  let bytes: i64 = 0;
  for (let i = 0; i < response.parts.length; i++) bytes += bytesOf(response.parts[i]);
  return tokensOf(bytes);
}

/** Of text. */
export function tokensOf(bytes: i64): i64 {
  return (bytes + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN;
}

function bytesOf(part: Part): i64 {
  if (part.kind == PartKind.ToolCall) {
    const call = changetype<ToolCallPart>(part);
    return length(call.name) + length(call.input);
  }
  if (part.kind == PartKind.Reasoning) return length(changetype<ReasoningPart>(part).text);
  return length(changetype<TextPart>(part).text);
}
