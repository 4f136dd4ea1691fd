import { ChatRequest } from "../../exchange/request";
import { Traits } from "../../exchange/traits";
import { JsonWriter } from "../../wire/json-writer";
import { writeSettings } from "../settings";
import { IN_OPTIONS, TOP_LEVEL } from "./fields";
import { writeFormat } from "./format";
import { writeThink } from "./thinking";

/** What `/api/chat` and `/api/generate` have in common. `stream` is always told: its absence would mean true. */
export function writeControls(request: ChatRequest, traits: Traits, json: JsonWriter): void {
  json.literalMember("stream", request.stream ? "true" : "false");
  writeFormat(request, traits, json);
  writeThink(request, json);
  writeSettings(request, TOP_LEVEL, json);
  json.key("options");
  json.object();
  json.member("num_predict", request.maxTokens);
  json.stringsMember("stop", request.stop);
  writeSettings(request, IN_OPTIONS, json);
  json.endObject();
}
