import { ChatResponse } from "../../exchange/response";
import { Stamp } from "../../exchange/stamp";
import { JsonWriter } from "../../wire/json-writer";
import { stopReasonName } from "./stop-reason";
import { writeUsage } from "./usage";

export function writeResponse(response: ChatResponse, stamp: Stamp, json: JsonWriter): void {
  json.object();
  json.rawMember("model", response.model);
  json.asciiMember("created_at", stamp.rfc3339);
  json.key("message");
  json.object();
  json.asciiMember("role", "assistant");
  json.key("content");
  json.joined(response.texts, "");
  json.endObject();
  json.asciiMember("done_reason", stopReasonName(response.stopReason));
  json.literalMember("done", "true");
  writeUsage(response.usage, stamp, json);
  json.endObject();
}
