import { ChatRequest } from "../../exchange/request";
import { JsonWriter } from "../../wire/json-writer";
import { Span } from "../../wire/span";
import { writeMessages } from "../write-messages";

/** `stream` is always written: its absence would mean true. */
export function writeRequest(request: ChatRequest, model: Span, json: JsonWriter): void {
  json.object();
  json.rawMember("model", model);
  json.key("messages");
  writeMessages(request.messages, true, json);
  json.literalMember("stream", request.stream ? "true" : "false");
  json.key("options");
  json.object();
  json.member("num_predict", request.maxTokens);
  json.member("temperature", request.temperature);
  json.member("top_p", request.topP);
  json.stringsMember("stop", request.stop);
  json.endObject();
  json.endObject();
}
