import { ChatRequest } from "../../exchange/request";
import { JsonWriter } from "../../wire/json-writer";
import { Span } from "../../wire/span";
import { writeMessages } from "../write-messages";

/** `max_tokens` and not `max_completion_tokens`: it is the one that every compatible server knows. */
export function writeRequest(request: ChatRequest, model: Span, json: JsonWriter): void {
  json.object();
  json.rawMember("model", model);
  json.key("messages");
  writeMessages(request.messages, true, json);
  json.member("max_tokens", request.maxTokens);
  json.member("temperature", request.temperature);
  json.member("top_p", request.topP);
  json.stringsMember("stop", request.stop);
  if (request.stream) {
    json.literalMember("stream", "true");
    json.literalMember("stream_options", '{"include_usage":true}');
  }
  json.endObject();
}
