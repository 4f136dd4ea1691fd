import { ChatRequest } from "../../exchange/request";
import { JsonWriter } from "../../wire/json-writer";
import { ABSENT, is, Span } from "../../wire/span";
import { saysEffort, writeEffort } from "../openai-platform/effort";

/** `reasoning`, where the client says anything of it. */
export function writeThinking(request: ChatRequest, json: JsonWriter): void {
  const summary = summaryKind(request.reasoningSummary);
  if (!saysEffort(request) && summary.length == 0) return;
  json.key("reasoning");
  json.object();
  if (saysEffort(request)) {
    json.key("effort");
    writeEffort(request, json);
  }
  if (summary.length > 0) json.asciiMember("summary", summary);
  json.endObject();
}

/** A client that reads the thoughts in any other way than these gets what the provider thinks best. */
function summaryKind(wanted: Span): string {
  if (wanted == ABSENT || is(wanted, "omitted")) return "";
  if (is(wanted, "concise")) return "concise";
  return is(wanted, "detailed") ? "detailed" : "auto";
}
