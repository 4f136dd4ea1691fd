import { Message } from "../../exchange/request";
import { Traits } from "../../exchange/traits";
import { JsonWriter } from "../../wire/json-writer";
import { isMedia, writeMedia } from "./media";
import { toolId } from "./tool-id";

/**
 * A tool's message takes text alone, and nothing may stand between the results of one turn: the images
 * of the results `first` … `last` follow in a user's message, each under the call that it answers.
 */
export function writeResultMedia(
  messages: Array<Message>,
  first: i32,
  last: i32,
  traits: Traits,
  json: JsonWriter,
): void {
  if (!anyHasMedia(messages, first, last)) return;
  json.object();
  json.asciiMember("role", "user");
  json.key("content");
  json.array();
  for (let i = first; i <= last; i++) {
    if (!hasMedia(messages[i])) continue;
    json.object();
    json.asciiMember("type", "text");
    json.key("text");
    json.prefixed("From the result of tool call ", toolId(messages[i].callId, traits));
    json.endObject();
    const parts = messages[i].parts;
    for (let j = 0; j < parts.length; j++) if (isMedia(parts[j])) writeMedia(parts[j], json);
  }
  json.endArray();
  json.endObject();
}

function anyHasMedia(messages: Array<Message>, first: i32, last: i32): bool {
  for (let i = first; i <= last; i++) if (hasMedia(messages[i])) return true;
  return false;
}

function hasMedia(message: Message): bool {
  for (let i = 0; i < message.parts.length; i++) if (isMedia(message.parts[i])) return true;
  return false;
}
