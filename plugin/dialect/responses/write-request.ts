import { ChatRequest } from "../../exchange/request";
import { Setting } from "../../exchange/setting";
import { Traits } from "../../exchange/traits";
import { wholeNumber } from "../../wire/json-number";
import { JsonWriter } from "../../wire/json-writer";
import { ABSENT, Span } from "../../wire/span";
import { writePlatformSettings } from "../openai-platform/identifier";
import { topLevelSettings } from "./fields";
import { writeInclude } from "./include";
import { MIN_TOKENS } from "./min-tokens";
import { isServiceTier } from "./service-tier";
import { writeInput, writeInstructions } from "./write-input";
import { writeText } from "./write-text";
import { writeThinking } from "./write-thinking";
import { writeToolChoice, writeTools } from "./write-tools";

/** Asks the platform to keep nothing: the conversation is in the request, whole. */
export function writeRequest(request: ChatRequest, model: Span, traits: Traits, json: JsonWriter): void {
  json.object();
  json.rawMember("model", model);
  writeInstructions(request, traits, json);
  writeInput(request, json);
  if (request.maxTokens != ABSENT) {
    json.countMember("max_output_tokens", max(wholeNumber(request.maxTokens), MIN_TOKENS));
  }
  writePlatformSettings(request, topLevelSettings(request, traits), json);
  const tier = request.settings[Setting.ServiceTier];
  if (isServiceTier(tier)) json.member("service_tier", tier);
  if (request.tools.length > 0) {
    writeTools(request, json);
    writeToolChoice(request, json);
    if (request.oneToolOnly) json.literalMember("parallel_tool_calls", "false");
  }
  writeText(request, traits, json);
  writeThinking(request, json);
  writeInclude(request, json);
  json.literalMember("store", "false");
  if (request.stream) json.literalMember("stream", "true");
  json.endObject();
}
