import { Message, Role } from "../exchange/request";
import { JsonWriter } from "../wire/json-writer";

/** Separate texts of one message are paragraphs. Raw: escaped as it stands in a document. */
export const PARAGRAPH: string = "\\n\\n";

/** `[{"role": …, "content": "…"}, …]`, which all chat dialects read; with the system's messages or without. */
export function writeMessages(messages: Array<Message>, withSystem: bool, json: JsonWriter): void {
  json.array();
  for (let i = 0; i < messages.length; i++) {
    const message = messages[i];
    if (message.role == Role.System && !withSystem) continue;
    json.object();
    json.asciiMember("role", roleName(message.role));
    json.key("content");
    json.joined(message.texts, PARAGRAPH);
    json.endObject();
  }
  json.endArray();
}

function roleName(role: Role): string {
  return role == Role.System ? "system" : role == Role.User ? "user" : "assistant";
}
