import { Place, Prompt } from "../../exchange/prompt";
import { Tape } from "../../wire/json-tape";
import { Level, Mark, SCHEMA } from "../prompt/level";
import { readLevel } from "../prompt/read-level";
import { SUMMARY } from "./compaction";

const PART = part();

function part(): Level {
  const level = new Level()
    .hide(["type", "detail", "image_url", "file_data", "file_url", "file_id", "input_audio"])
    .hide(["encrypted_content", "logprobs", "prompt_cache_breakpoint"]);
  level.imageType = "input_image";
  level.documentType = "input_file";
  return level;
}

/** A provider's own tools carry credentials, which are nothing to the model. */
const TOOL = tool().open("tools", tool());

function tool(): Level {
  return new Level()
    .hide(["type", "headers", "authorization", "server_url", "connector_id", "vector_store_ids", "container"])
    .hide(["execution"])
    .open("format", new Level().hide(["type", "syntax"]))
    .open("parameters", SCHEMA);
}

const ITEM = item();

function item(): Level {
  const level = new Level()
    .hide(["type", "role", "id", "call_id", "status", "created_by", "caller"])
    // The gateway's own summary becomes a message of the user's.
    .showIf(SUMMARY, "encrypted_content", Place.User)
    .hideIn("image_generation_call", "result")
    .open("content", PART)
    .open("output", PART)
    .open("summary", PART)
    .open("tools", TOOL, Mark.Tools);
  level.hasRole = true;
  return level;
}

const FORMAT = format();

function format(): Level {
  const level = new Level().hide(["type"]).open("schema", SCHEMA);
  level.schemaType = "json_schema";
  return level;
}

/** What of a request steers the provider and is not seen by the model. */
const SETTINGS: StaticArray<string> = [
  "model",
  "user",
  "safety_identifier",
  "prompt_cache_key",
  "prompt_cache_retention",
  "metadata",
  "service_tier",
  "include",
  "tool_choice",
  "previous_response_id",
  "conversation",
  "truncation",
  "stream_options",
  "reasoning",
  "context_management",
  "encoding_format",
];

const ROOT = new Level()
  .hide(SETTINGS)
  .open("instructions", ITEM, Mark.None, Place.System)
  .open("input", ITEM, Mark.Messages, Place.User)
  .open("tools", TOOL, Mark.Tools)
  .open("text", new Level().hide(["verbosity"]).open("format", FORMAT))
  .open("prompt", new Level().hide(["id", "version"]));

/** https://platform.openai.com/docs/api-reference/responses/create, and embeddings. */
export function readPrompt(tape: Tape, into: Prompt): void {
  readLevel(tape, tape.root, ROOT, Place.Other, into);
}
