import { JsonWriter } from "../../wire/json-writer";

/** The answer of `/v1/messages/count_tokens`. https://platform.claude.com/docs/en/api/messages/count_tokens */
export function writeTokenCount(count: i64, json: JsonWriter): void {
  json.object();
  json.countMember("input_tokens", count);
  json.endObject();
}
