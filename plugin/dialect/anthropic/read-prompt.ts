import { Place, Prompt } from "../../exchange/prompt";
import { Tape } from "../../wire/json-tape";
import { Level, Mark, SCHEMA } from "../prompt/level";
import { readLevel } from "../prompt/read-level";

const BLOCK = block();

/** A tool's result, a document and a search result hold blocks again. */
function block(): Level {
  const level = new Level();
  const source = new Level()
    .hide(["type", "media_type", "url", "file_id"])
    .hideIn("base64", "data")
    .open("content", level);
  level
    .hide(["type", "id", "tool_use_id", "signature", "cache_control", "caller"])
    .hide(["encrypted_content", "encrypted_index"])
    .hideIn("redacted_thinking", "data")
    .open("source", source)
    .open("content", level)
    .open("citations", new Level().hide(["type", "file_id", "encrypted_index"]));
  level.imageType = "image";
  level.documentType = "document";
  level.resultType = "tool_result";
  return level;
}

const MESSAGE = message();

function message(): Level {
  const level = new Level().hide(["role"]).open("content", BLOCK);
  level.hasRole = true;
  return level;
}

const TOOL = new Level().hide(["type", "cache_control", "allowed_callers"]).open("input_schema", SCHEMA);

const FORMAT = format();

function format(): Level {
  const level = new Level().hide(["type"]).open("schema", SCHEMA);
  level.schemaType = "json_schema";
  return level;
}

/** What of a request steers the provider and is not seen by the model. */
const SETTINGS: StaticArray<string> = [
  "model",
  "metadata",
  "service_tier",
  "speed",
  "stop_sequences",
  "tool_choice",
  "thinking",
  "container",
  "mcp_servers",
  "context_management",
  "inference_geo",
  "cache_control",
  "betas",
  "anthropic_version",
  "anthropic_beta",
];

const ROOT = new Level()
  .hide(SETTINGS)
  .open("system", BLOCK, Mark.None, Place.System)
  .open("messages", MESSAGE, Mark.Messages)
  .open("tools", TOOL, Mark.Tools)
  .open("output_config", new Level().hide(["effort"]).open("format", FORMAT))
  .open("output_format", FORMAT);

/** https://platform.claude.com/docs/en/api/messages/create */
export function readPrompt(tape: Tape, into: Prompt): void {
  readLevel(tape, tape.root, ROOT, Place.Other, into);
}
