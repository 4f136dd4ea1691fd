import { PartKind, TextPart } from "../../exchange/part";
import { ChatRequest, Format, Role } from "../../exchange/request";
import { JsonWriter } from "../../wire/json-writer";
import { ABSENT, length } from "../../wire/span";
import { valueAsText } from "../tool-input";
import { Plan } from "./plan";
import { Structure } from "./structure";
import { writeTextBlock } from "./write-blocks";

/** All system messages, wherever they stood, and the line that asks for JSON. One text is a string, several are blocks. */
export function writeSystem(request: ChatRequest, plan: Plan, json: JsonWriter): void {
  const texts: Array<TextPart> = [];
  if (!plan.conversation.systemOnly) gatherTexts(request, texts);
  const inWords = plan.structure == Structure.Words;
  if (texts.length == 0 && !inWords) return;
  json.key("system");
  if (texts.length == 1 && !inWords && texts[0].cacheControl == ABSENT) return json.raw(texts[0].text);
  if (texts.length == 0) return writeJsonWish(request, json);
  json.array();
  for (let i = 0; i < texts.length; i++) writeTextBlock(texts[i].text, texts[i].cacheControl, json);
  if (inWords) {
    json.object();
    json.asciiMember("type", "text");
    json.key("text");
    writeJsonWish(request, json);
    json.endObject();
  }
  json.endArray();
}

function gatherTexts(request: ChatRequest, into: Array<TextPart>): void {
  for (let i = 0; i < request.messages.length; i++) {
    if (request.messages[i].role != Role.System) continue;
    const parts = request.messages[i].parts;
    for (let j = 0; j < parts.length; j++) {
      if (parts[j].kind != PartKind.Text) continue;
      const part = changetype<TextPart>(parts[j]);
      if (length(part.text) > 0) into.push(part);
    }
  }
}

function writeJsonWish(request: ChatRequest, json: JsonWriter): void {
  if (request.format == Format.Schema) {
    json.prefixed("Answer with one JSON value and nothing else. Its JSON Schema: ", valueAsText(request.schema));
  } else {
    json.ascii("Answer with one JSON object and nothing else.");
  }
}
