import { MediaPart, Part, PartKind, ReasoningPart, TextPart, ToolCallPart } from "../../exchange/part";
import { ChatRequest, Message, Tool } from "../../exchange/request";
import { SETTINGS } from "../../exchange/setting";
import { writeCanonical } from "../../wire/canonical-json";
import { unescape } from "../../wire/json-string";
import { Kind, Tape } from "../../wire/json-tape";
import { Output } from "../../wire/output";
import { Packer } from "../../wire/packed";
import { ABSENT, length, Span } from "../../wire/span";

/** Of values inside the request, which lie in the client's body like its own tape's. */
const tape = new Tape();
const scratch = new Output();

/**
 * Writes all that a request asks of a model, so that two are written alike if and only if they ask the same, in
 * whatever dialect and spelling. Whether the answer shall be a stream is no part of that.
 */
export function writeCanonicalRequest(request: ChatRequest, into: Packer): void {
  // A client of OpenAI's older `functions` reads another form of answer than one of `tools`.
  into.ascii(request.names.tools);
  into.u32(request.messages.length);
  for (let i = 0; i < request.messages.length; i++) writeMessage(request.messages[i], into);
  writeValue(request.maxTokens, into);
  for (let i = 0; i < SETTINGS; i++) writeValue(request.settings[i], into);
  into.u32(request.stop.length);
  for (let i = 0; i < request.stop.length; i++) into.string(request.stop[i]);
  into.u32(request.tools.length);
  for (let i = 0; i < request.tools.length; i++) writeTool(request.tools[i], into);
  into.u8(<u8>request.toolChoice);
  into.string(request.toolName);
  into.u8(<u8>request.oneToolOnly);
  writeFormat(request, into);
  into.u8(<u8>request.thinking);
  into.string(request.effort);
  writeValue(request.thinkingBudget, into);
  into.string(request.reasoningSummary);
}

function writeFormat(request: ChatRequest, into: Packer): void {
  into.u8(<u8>request.format);
  if (request.schema == ABSENT) return;
  writeValue(request.schema, into);
  into.u8(<u8>request.schemaGuaranteed);
  into.string(request.schemaName);
  into.string(request.schemaDescription);
  writeValue(request.schemaStrict, into);
}

function writeTool(tool: Tool, into: Packer): void {
  into.string(tool.name);
  into.string(tool.description);
  writeValue(tool.parameters, into);
  writeValue(tool.strict, into);
  writeValue(tool.cacheControl, into);
}

function writeMessage(message: Message, into: Packer): void {
  into.u8(<u8>message.role);
  into.string(message.name);
  into.string(message.callId);
  into.u8(<u8>message.failed);
  writeValue(message.cacheControl, into);
  into.u32(message.parts.length);
  for (let i = 0; i < message.parts.length; i++) writePart(message.parts[i], into);
}

function writePart(part: Part, into: Packer): void {
  into.u8(<u8>part.kind);
  writeValue(part.cacheControl, into);
  if (part.kind == PartKind.ToolCall) writeCall(changetype<ToolCallPart>(part), into);
  else if (part.kind == PartKind.Reasoning) writeReasoning(changetype<ReasoningPart>(part), into);
  else if (part.kind == PartKind.Image || part.kind == PartKind.Document) {
    writeMedium(changetype<MediaPart>(part), into);
  } else into.string(changetype<TextPart>(part).text);
}

function writeMedium(part: MediaPart, into: Packer): void {
  into.string(part.mediaType);
  into.string(part.data);
  into.string(part.url);
  into.string(part.text);
  into.string(part.fileId);
  into.string(part.name);
  into.string(part.detail);
}

function writeReasoning(part: ReasoningPart, into: Packer): void {
  into.string(part.text);
  into.string(part.signature);
  into.string(part.encrypted);
  into.string(part.id);
}

/** Arguments are JSON in every dialect: text that holds it in two, the value itself in the others. */
function writeCall(call: ToolCallPart, into: Packer): void {
  into.string(call.id);
  into.string(call.name);
  if (call.input == ABSENT || length(call.input) == 0) {
    // Which all dialects write as an empty object.
    into.u8(<u8>Kind.Object);
    into.u32(0);
  } else if (!call.inputIsText) writeJson(call.input, into);
  else {
    scratch.clear();
    unescape(call.input, scratch);
    writeJson(scratch.bytes, into);
  }
}

/** A whole JSON value, or ABSENT. */
function writeValue(value: Span, into: Packer): void {
  if (value == ABSENT) into.u8(0);
  else writeJson(value, into);
}

/** Text that is no JSON, as models write it and limits cut it, stands for itself. */
function writeJson(text: Span, into: Packer): void {
  if (tape.scan(text)) return writeCanonical(tape, tape.root, into);
  into.u8(0xff);
  into.bytes(text);
}
