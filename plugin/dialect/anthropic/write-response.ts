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
  json.key("type");
  json.ascii("message");
  json.key("role");
  json.ascii("assistant");
  json.key("model");
  json.raw(response.model);
  json.key("content");
  json.array();
  if (response.texts.length > 0) {
    json.object();
    json.key("type");
    json.ascii("text");
    json.key("text");
    json.joined(response.texts, "");
    json.endObject();
  }
  json.endArray();
  json.key("stop_reason");
  json.ascii(stopReasonName(response.stopReason));
  json.key("stop_sequence");
  json.literal("null");
  writeUsage(response.usage, json);
  json.endObject();
}
