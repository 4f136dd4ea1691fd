import { ChatRequest } from "../../exchange/request";
import { Setting } from "../../exchange/setting";
import { Stamp } from "../../exchange/stamp";
import { JsonWriter } from "../../wire/json-writer";
import { ABSENT, Span, startsWith } from "../../wire/span";
import { saysEffort, writeEffort } from "../openai-platform/effort";
import { Instructions } from "./instructions";
import { writeFormat } from "./write-text";
import { writeToolEcho } from "./write-tool-echo";

/** The members by which a response begins. `id`, `model`: the provider's, raw strings or ABSENT. */
export function writeOpening(id: Span, model: Span, status: string, stamp: Stamp, json: JsonWriter): void {
  json.key("id");
  if (startsWith(id, "resp_")) json.raw(id);
  else json.ascii("resp_" + stamp.id);
  json.asciiMember("object", "response");
  json.countMember("created_at", stamp.seconds);
  json.asciiMember("status", status);
  json.key("completed_at");
  if (status == "completed") json.integer(stamp.seconds + stamp.elapsed / 1_000_000_000);
  else json.literal("null");
  json.rawMember("model", model);
}

/** Why it is incomplete; empty: it is not. */
export function writeIncompleteDetails(reason: string, json: JsonWriter): void {
  if (reason.length == 0) return json.literalMember("incomplete_details", "null");
  json.key("incomplete_details");
  json.object();
  json.asciiMember("reason", reason);
  json.endObject();
}

/** The members that repeat what the client asked, and what it could not have asked. */
export function writeEcho(request: ChatRequest, json: JsonWriter): void {
  json.literalMember("background", "false");
  writeInstructions(request, json);
  valueOrNull("max_output_tokens", request.maxTokens, json);
  if (request.has(Setting.Metadata)) json.member("metadata", request.settings[Setting.Metadata]);
  else json.literalMember("metadata", "{}");
  json.literalMember("parallel_tool_calls", request.oneToolOnly ? "false" : "true");
  json.literalMember("previous_response_id", "null");
  valueOrNull("prompt_cache_key", request.settings[Setting.PromptCacheKey], json);
  writeThinking(request, json);
  valueOrNull("safety_identifier", request.settings[Setting.SafetyIdentifier], json);
  json.literalMember("store", "false");
  valueOrNull("temperature", request.settings[Setting.Temperature], json);
  json.key("text");
  json.object();
  writeFormat(request, json);
  json.member("verbosity", request.settings[Setting.Verbosity]);
  json.endObject();
  writeToolEcho(request, json);
  valueOrNull("top_logprobs", request.settings[Setting.TopLogprobs], json);
  valueOrNull("top_p", request.settings[Setting.TopP], json);
  json.asciiMember("truncation", "disabled");
  json.member("user", request.settings[Setting.User]);
}

function valueOrNull(name: string, value: Span, json: JsonWriter): void {
  if (value != ABSENT) json.member(name, value);
  else json.literalMember(name, "null");
}

function writeInstructions(request: ChatRequest, json: JsonWriter): void {
  const first = request.messages.length > 0 ? request.messages[0] : null;
  if (first instanceof Instructions) json.rawMember("instructions", (first as Instructions).text);
  else json.literalMember("instructions", "null");
}

function writeThinking(request: ChatRequest, json: JsonWriter): void {
  json.key("reasoning");
  json.object();
  json.key("effort");
  if (saysEffort(request)) writeEffort(request, json);
  else json.literal("null");
  json.key("summary");
  if (request.reasoningSummary != ABSENT) json.raw(request.reasoningSummary);
  else json.literal("null");
  json.endObject();
}
