import { PartKind, ToolCallPart } from "../../exchange/part";
import { ChatResponse } from "../../exchange/response";
import { Stamp } from "../../exchange/stamp";
import { JsonWriter } from "../../wire/json-writer";
import { ABSENT } from "../../wire/span";
import { AnswerShape } from "./answer-shape";
import { writeAnswer, writeThoughts } from "./content";
import { stopReasonName } from "./stop-reason";
import { writeUsage } from "./usage";
import { writeFunction } from "./write-tool-call";

export function writeResponse(response: ChatResponse, shape: AnswerShape, stamp: Stamp, json: JsonWriter): void {
  json.object();
  json.rawMember("model", response.model);
  json.asciiMember("created_at", stamp.rfc3339);
  shape.open(json);
  writeAnswer(shape.text, response.parts, json);
  writeThoughts(response.parts, json);
  writeToolCalls(response, stamp, json);
  shape.close(json);
  json.literalMember("done", "true");
  json.asciiMember("done_reason", stopReasonName(response.stopReason));
  json.member("logprobs", response.logprobs);
  writeUsage(response.usage, stamp, json);
  json.endObject();
}

function writeToolCalls(response: ChatResponse, stamp: Stamp, json: JsonWriter): void {
  let count = 0;
  for (let i = 0; i < response.parts.length; i++) {
    if (response.parts[i].kind != PartKind.ToolCall) continue;
    const call = changetype<ToolCallPart>(response.parts[i]);
    if (count == 0) {
      json.key("tool_calls");
      json.array();
    }
    json.object();
    if (call.id != ABSENT) json.rawMember("id", call.id);
    else json.asciiMember("id", stamp.callId(count));
    writeFunction(count, call.name, call.input, call.inputIsText, json);
    json.endObject();
    count += 1;
  }
  if (count > 0) json.endArray();
}
