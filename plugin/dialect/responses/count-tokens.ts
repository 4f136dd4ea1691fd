import { JsonWriter } from "../../wire/json-writer";

const COUNT: string = "input_tokens";

/** The answer of `/v1/responses/input_tokens`. https://platform.openai.com/docs/api-reference/responses/input-tokens */
export function writeTokenCount(count: i64, json: JsonWriter): string {
  json.object();
  json.asciiMember("object", "response.input_tokens");
  json.countMember(COUNT, count);
  json.endObject();
  return COUNT;
}
