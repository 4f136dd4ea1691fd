import { Stamp } from "../../exchange/stamp";
import { JsonWriter } from "../../wire/json-writer";
import { ABSENT, Span } from "../../wire/span";

// The only member of a delta that holds a piece of a tool call.

export function writeCallBegin(index: i32, id: Span, name: Span, isCustom: bool, stamp: Stamp, json: JsonWriter): void {
  openCall(index, json);
  if (id != ABSENT) json.rawMember("id", id);
  else json.asciiMember("id", stamp.callId(index));
  if (isCustom) {
    json.asciiMember("type", "custom");
    json.key("custom");
    json.object();
    json.rawMember("name", name);
    json.asciiMember("input", "");
    json.endObject();
  } else {
    json.asciiMember("type", "function");
    writeFunction("function", name, json);
  }
  closeCall(json);
}

/** Of a custom tool's call. */
export function writeCallText(index: i32, piece: Span, json: JsonWriter): void {
  openCall(index, json);
  json.key("custom");
  json.object();
  json.rawMember("input", piece);
  json.endObject();
  closeCall(json);
}

export function writeCallInput(index: i32, piece: Span, json: JsonWriter): void {
  openCall(index, json);
  writeInput("function", piece, json);
  closeCall(json);
}

/** In the form before tools, which holds one call. */
export function writeFunctionBegin(name: Span, json: JsonWriter): void {
  json.restart();
  writeFunction("function_call", name, json);
}

export function writeFunctionInput(piece: Span, json: JsonWriter): void {
  json.restart();
  writeInput("function_call", piece, json);
}

function openCall(index: i32, json: JsonWriter): void {
  json.restart();
  json.key("tool_calls");
  json.array();
  json.object();
  json.countMember("index", index);
}

function closeCall(json: JsonWriter): void {
  json.endObject();
  json.endArray();
}

function writeFunction(member: string, name: Span, json: JsonWriter): void {
  json.key(member);
  json.object();
  json.rawMember("name", name);
  json.asciiMember("arguments", "");
  json.endObject();
}

function writeInput(member: string, piece: Span, json: JsonWriter): void {
  json.key(member);
  json.object();
  json.rawMember("arguments", piece);
  json.endObject();
}
