import { ChatResponse } from "../../../exchange/response";
import { Stamp } from "../../../exchange/stamp";
import { JsonWriter } from "../../../wire/json-writer";
import { isCounted, writeUsage } from "../usage";
import { writeHead } from "../write-response";
import { answerText, completionReason } from "./answer-text";

/** https://platform.openai.com/docs/api-reference/completions/object */
export function writeResponse(response: ChatResponse, stamp: Stamp, json: JsonWriter): void {
  json.object();
  writeHead(response, "cmpl-", "text_completion", stamp, json);
  json.key("choices");
  json.array();
  json.object();
  json.key("text");
  json.joined(answerText(response.parts), "");
  json.countMember("index", 0);
  json.literalMember("logprobs", "null");
  json.asciiMember("finish_reason", completionReason(response.stopReason));
  json.endObject();
  json.endArray();
  if (isCounted(response.usage)) writeUsage(response.usage, json);
  json.endObject();
}
