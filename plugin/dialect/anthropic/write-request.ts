import { ChatRequest } from "../../exchange/request";
import { Setting } from "../../exchange/setting";
import { Traits } from "../../exchange/traits";
import { realNumber } from "../../wire/json-number";
import { JsonWriter } from "../../wire/json-writer";
import { ABSENT, Span } from "../../wire/span";
import { FIELDS } from "./fields";
import { Plan } from "./plan";
import { stopSequences } from "./stop-sequences";
import { Structure } from "./structure";
import { ThinkingMode, ThinkingPlan } from "./thinking-plan";
import { writeConversation } from "./write-messages";
import { writeSystem } from "./write-system";
import { writeJsonTool, writeTools } from "./write-tools";

/** https://platform.claude.com/docs/en/api/messages/create */
export function writeRequest(request: ChatRequest, model: Span, traits: Traits, json: JsonWriter): void {
  const plan = new Plan(request, traits);
  json.object();
  json.rawMember("model", model);
  if (request.maxTokens != ABSENT) json.member("max_tokens", request.maxTokens);
  else json.countMember("max_tokens", traits.maxTokens);
  writeSystem(request, plan, json);
  writeConversation(request, plan.conversation, json);
  if (plan.structure == Structure.Tool) writeJsonTool(request, json);
  else writeTools(request, traits, json);
  writeThinking(request, plan.thinking, json);
  writeOutputConfig(request, plan, json);
  json.member("cache_control", request.settings[Setting.CacheControl]);
  if (traits.takesSampling(plan.thinking.isOn) && samples(request, plan.thinking)) writeSampling(request, json);
  writeMetadata(request, json);
  json.stringsMember("stop_sequences", stopSequences(request));
  if (request.stream) json.literalMember("stream", "true");
  json.endObject();
}

function writeThinking(request: ChatRequest, plan: ThinkingPlan, json: JsonWriter): void {
  if (plan.mode == ThinkingMode.Unset) return;
  json.key("thinking");
  json.object();
  if (plan.mode == ThinkingMode.Disabled) {
    json.asciiMember("type", "disabled");
  } else {
    json.asciiMember("type", plan.mode == ThinkingMode.Adaptive ? "adaptive" : "enabled");
    if (plan.mode == ThinkingMode.Budget) json.countMember("budget_tokens", plan.budget);
    // Other dialects' words for how the thoughts are to be summed up all mean that they are wanted.
    if (request.names === FIELDS) json.stringMember("display", request.reasoningSummary);
    else if (request.reasoningSummary != ABSENT) json.asciiMember("display", "summarized");
  }
  json.endObject();
}

function writeOutputConfig(request: ChatRequest, plan: Plan, json: JsonWriter): void {
  const effort = plan.thinking.effort;
  const withSchema = plan.structure == Structure.Schema;
  if (effort.length == 0 && !withSchema) return;
  json.key("output_config");
  json.object();
  if (effort.length > 0) json.asciiMember("effort", effort);
  if (withSchema) {
    json.key("format");
    json.object();
    json.asciiMember("type", "json_schema");
    json.member("schema", request.schema);
    json.endObject();
  }
  json.endObject();
}

/** Anthropic refuses other than default sampling while a model thinks: a client of its own has to know. */
export function samples(request: ChatRequest, plan: ThinkingPlan): bool {
  return !plan.isOn || request.names === FIELDS;
}

/** Temperature runs from 0 to 1 here, elsewhere to 2. */
export function isTooHot(request: ChatRequest): bool {
  return request.has(Setting.Temperature) && realNumber(request.settings[Setting.Temperature]) > 1;
}

/** Claude from 4.1 on takes a temperature or `top_p`, not both: libraries of other dialects send both unasked. */
export function samplesTwice(request: ChatRequest): bool {
  return request.names !== FIELDS && request.has(Setting.Temperature) && request.has(Setting.TopP);
}

function writeSampling(request: ChatRequest, json: JsonWriter): void {
  if (isTooHot(request)) json.literalMember("temperature", "1");
  else json.member("temperature", request.settings[Setting.Temperature]);
  if (!samplesTwice(request)) json.member("top_p", request.settings[Setting.TopP]);
  json.member("top_k", request.settings[Setting.TopK]);
}

function writeMetadata(request: ChatRequest, json: JsonWriter): void {
  const user = request.has(Setting.User) ? Setting.User : Setting.SafetyIdentifier;
  if (!request.has(user)) return;
  json.key("metadata");
  json.object();
  json.member("user_id", request.settings[user]);
  json.endObject();
}
