import { JsonWriter } from "../../wire/json-writer";

const COUNT: string = "input_tokens";

/** The answer of `/v1/messages/count_tokens`. https://platform.claude.com/docs/en/api/messages/count_tokens */
export function writeTokenCount(count: i64, json: JsonWriter): string {
  json.object();
  json.countMember(COUNT, count);
  json.endObject();
  return COUNT;
}
