import { JsonWriter } from "../../wire/json-writer";
import { Output } from "../../wire/output";
import { end, length, Span, start } from "../../wire/span";

const scratch = new Output();

function isAllowed(byte: u8): bool {
  const lower = byte | 0x20;
  if (lower >= 0x61 && lower <= 0x7a) return true;
  return (byte >= 0x30 && byte <= 0x39) || byte == 0x2d || byte == 0x5f;
}

/** Anthropic takes ids of `^[a-zA-Z0-9_-]+$`: what else stands in one becomes `_`, alike in a call and its result. */
export function writeToolId(name: string, id: Span, json: JsonWriter): void {
  scratch.clear();
  for (let at = start(id), stop = end(id); at < stop; at++) {
    const byte = load<u8>(at);
    scratch.byte(isAllowed(byte) ? byte : 0x5f);
  }
  if (length(id) == 0) scratch.byte(0x5f);
  json.rawMember(name, scratch.bytes);
}
