import { ChatResponse } from "../../exchange/response";
import { Stamp } from "../../exchange/stamp";
import { JsonWriter } from "../../wire/json-writer";
import { stopReasonName } from "./stop-reason";
import { writeUsage } from "./usage";

export function writeResponse(response: ChatResponse, stamp: Stamp, json: JsonWriter): void {
  json.object();
  json.key("model");
  json.raw(response.model);
  json.key("created_at");
  json.ascii(stamp.rfc3339);
  json.key("message");
  json.object();
  json.key("role");
  json.ascii("assistant");
  json.key("content");
  json.joined(response.texts, "");
  json.endObject();
  json.key("done_reason");
  json.ascii(stopReasonName(response.stopReason));
  json.key("done");
  json.literal("true");
  writeUsage(response.usage, stamp, json);
  json.endObject();
}
