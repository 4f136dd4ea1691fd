import { Part, PartKind, ReasoningPart, ToolCallPart } from "../../exchange/part";
import { ChatRequest } from "../../exchange/request";
import { ChatResponse, StopReason } from "../../exchange/response";
import { Stamp } from "../../exchange/stamp";
import { JsonWriter } from "../../wire/json-writer";
import { ABSENT } from "../../wire/span";
import { calledText } from "../text-input";
import { writeInputAsText } from "../tool-input";
import { callsFunctions } from "./fields";
import { isMessageSignature, signatureIn, writeSignature } from "./google-signature";
import { stopReasonName } from "./stop-reason";
import { takesText } from "./takes-text";
import { isCounted, writeUsage } from "./usage";
import { hasKind, writeText } from "./write-content";
import { writeReasoning } from "./write-reasoning";

/** https://platform.openai.com/docs/api-reference/chat/object */
export function writeResponse(response: ChatResponse, request: ChatRequest, stamp: Stamp, json: JsonWriter): void {
  const refuses = hasKind(response.parts, PartKind.Refusal);
  const asFunction = callsFunctions(request);
  json.object();
  writeHead(response, "chatcmpl-", "chat.completion", stamp, json);
  json.key("choices");
  json.array();
  json.object();
  json.countMember("index", 0);
  writeMessage(response, refuses, request, stamp, json);
  writeLogprobs(response, json);
  const calls = response.stopReason == StopReason.ToolUse;
  const reason = calls && asFunction ? "function_call" : stopReasonName(response.stopReason, refuses);
  json.asciiMember("finish_reason", reason);
  json.endObject();
  json.endArray();
  if (isCounted(response.usage)) writeUsage(response.usage, json);
  json.endObject();
}

/** The members that an answer of either kind begins with. */
export function writeHead(response: ChatResponse, prefix: string, kind: string, stamp: Stamp, json: JsonWriter): void {
  json.key("id");
  if (response.id != ABSENT) json.raw(response.id);
  else json.ascii(prefix + stamp.id);
  json.asciiMember("object", kind);
  json.countMember("created", stamp.seconds);
  json.rawMember("model", response.model);
}

function writeMessage(
  response: ChatResponse,
  refuses: bool,
  request: ChatRequest,
  stamp: Stamp,
  json: JsonWriter,
): void {
  const asFunction = callsFunctions(request);
  const parts = response.parts;
  const calls = hasKind(parts, PartKind.ToolCall);
  json.key("message");
  json.object();
  json.asciiMember("role", "assistant");
  if (hasKind(parts, PartKind.Text) || (!calls && !refuses)) writeText("content", parts, PartKind.Text, "", json);
  else json.literalMember("content", "null");
  if (refuses) writeText("refusal", parts, PartKind.Refusal, "", json);
  else json.literalMember("refusal", "null");
  writeReasoning(parts, response.maker, json);
  writeMessageSignature(parts, response.maker, json);
  if (calls && asFunction) writeFunctionCall(parts, json);
  else if (calls) writeToolCalls(parts, request, stamp, json);
  json.endObject();
}

function writeMessageSignature(parts: Array<Part>, maker: string, json: JsonWriter): void {
  for (let i = 0; i < parts.length; i++) {
    if (parts[i].kind != PartKind.Reasoning) continue;
    const encrypted = changetype<ReasoningPart>(parts[i]).encrypted;
    if (isMessageSignature(encrypted, maker)) return writeSignature(signatureIn(encrypted), json);
  }
}

function writeToolCalls(parts: Array<Part>, request: ChatRequest, stamp: Stamp, json: JsonWriter): void {
  json.key("tool_calls");
  json.array();
  let index = 0;
  for (let i = 0; i < parts.length; i++) {
    if (parts[i].kind != PartKind.ToolCall) continue;
    const call = changetype<ToolCallPart>(parts[i]);
    json.object();
    if (call.id != ABSENT) json.rawMember("id", call.id);
    else json.asciiMember("id", stamp.callId(index));
    if (takesText(request, call.name)) writeCustom(call, json);
    else {
      json.asciiMember("type", "function");
      json.key("function");
      writeFunction(call, json);
    }
    json.endObject();
    index += 1;
  }
  json.endArray();
}

function writeCustom(call: ToolCallPart, json: JsonWriter): void {
  json.asciiMember("type", "custom");
  json.key("custom");
  json.object();
  json.rawMember("name", call.name);
  json.rawMember("input", calledText(call));
  json.endObject();
}

/** That form holds one call: the request asked for no more, and what a provider calls beyond it is asked for again. */
function writeFunctionCall(parts: Array<Part>, json: JsonWriter): void {
  for (let i = 0; i < parts.length; i++) {
    if (parts[i].kind != PartKind.ToolCall) continue;
    json.key("function_call");
    writeFunction(changetype<ToolCallPart>(parts[i]), json);
    return;
  }
}

function writeFunction(call: ToolCallPart, json: JsonWriter): void {
  json.object();
  json.rawMember("name", call.name);
  json.key("arguments");
  writeInputAsText(call, json);
  json.endObject();
}

function writeLogprobs(response: ChatResponse, json: JsonWriter): void {
  if (response.logprobs == ABSENT) return json.literalMember("logprobs", "null");
  json.key("logprobs");
  json.object();
  json.member("content", response.logprobs);
  json.literalMember("refusal", "null");
  json.endObject();
}
