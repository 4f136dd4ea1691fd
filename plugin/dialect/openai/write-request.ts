import { ChatRequest, Format } from "../../exchange/request";
import { Traits } from "../../exchange/traits";
import { JsonWriter } from "../../wire/json-writer";
import { Span } from "../../wire/span";
import { saysEffort, writeEffort } from "../openai-platform/effort";
import { writePlatformSettings } from "../openai-platform/identifier";
import { sentSettings } from "./fields";
import { writeFormat, writeSchemaMessage } from "./write-format";
import { writeMessages } from "./write-messages";
import { writeTools } from "./write-tools";

/** https://platform.openai.com/docs/api-reference/chat/create */
export function writeRequest(request: ChatRequest, model: Span, traits: Traits, json: JsonWriter): void {
  json.object();
  json.rawMember("model", model);
  json.key("messages");
  json.array();
  if (request.format == Format.Schema && !traits.jsonSchema) writeSchemaMessage(request, json);
  writeMessages(request, model, traits, json);
  json.endArray();
  writeTools(request, json);
  writeFormat(request, traits, json);
  if (saysEffort(request)) {
    json.key("reasoning_effort");
    writeEffort(request, json);
  }
  json.member(traits.completionLimit ? "max_completion_tokens" : "max_tokens", request.maxTokens);
  if (traits.stops) json.stringsMember("stop", request.stop);
  writePlatformSettings(request, sentSettings(request, traits), json);
  if (request.stream) {
    json.literalMember("stream", "true");
    if (traits.streamUsage) json.literalMember("stream_options", '{"include_usage":true}');
  }
  json.endObject();
}
