import { ChatResponse } from "../../exchange/response";
import { Stamp } from "../../exchange/stamp";
import { JsonWriter } from "../../wire/json-writer";
import { ABSENT } from "../../wire/span";
import { stopReasonName } from "./stop-reason";
import { writeUsage } from "./usage";

export function writeResponse(response: ChatResponse, stamp: Stamp, json: JsonWriter): void {
  json.object();
  json.key("id");
  if (response.id != ABSENT) json.raw(response.id);
  else json.ascii("chatcmpl-" + stamp.id);
  json.asciiMember("object", "chat.completion");
  json.countMember("created", stamp.seconds);
  json.rawMember("model", response.model);
  json.key("choices");
  json.array();
  json.object();
  json.countMember("index", 0);
  json.key("message");
  json.object();
  json.asciiMember("role", "assistant");
  json.key("content");
  json.joined(response.texts, "");
  json.literalMember("refusal", "null");
  json.endObject();
  json.literalMember("logprobs", "null");
  json.asciiMember("finish_reason", stopReasonName(response.stopReason));
  json.endObject();
  json.endArray();
  writeUsage(response.usage, json);
  json.endObject();
}
