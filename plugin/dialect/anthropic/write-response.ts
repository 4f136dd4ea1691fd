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
  else json.ascii("msg_" + stamp.id);
  json.asciiMember("type", "message");
  json.asciiMember("role", "assistant");
  json.rawMember("model", response.model);
  json.key("content");
  json.array();
  if (response.texts.length > 0) {
    json.object();
    json.asciiMember("type", "text");
    json.key("text");
    json.joined(response.texts, "");
    json.endObject();
  }
  json.endArray();
  json.asciiMember("stop_reason", stopReasonName(response.stopReason));
  json.literalMember("stop_sequence", "null");
  writeUsage(response.usage, json);
  json.endObject();
}
