import { Place, Prompt } from "../../exchange/prompt";
import { Tape } from "../../wire/json-tape";
import { Level, Mark, SCHEMA, TEXTS } from "../prompt/level";
import { readLevel } from "../prompt/read-level";

const REASONING = new Level().hide(["type", "id", "signature", "format", "data"]);

const FUNCTION_CALL = new Level();
const TOOL_CALL = new Level()
  .hide(["type", "id", "extra_content"])
  .open("function", FUNCTION_CALL)
  .open("custom", FUNCTION_CALL);

const PART = part();

function part(): Level {
  const level = new Level()
    .hide(["type", "image_url", "input_audio", "cache_control", "prompt_cache_breakpoint"])
    .open("file", new Level().hide(["file_data", "file_id"]));
  level.imageType = "image_url";
  level.documentType = "file";
  return level;
}

const MESSAGE = message();

function message(): Level {
  const level = new Level()
    .hide(["role", "tool_call_id", "cache_control", "extra_content"])
    .open("content", PART)
    .open("tool_calls", TOOL_CALL)
    .open("function_call", FUNCTION_CALL)
    .open("reasoning_details", REASONING)
    .open("audio", new Level().hide(["id", "data"]));
  level.hasRole = true;
  return level;
}

const FUNCTION = new Level().open("parameters", SCHEMA);
const TOOL = new Level()
  .hide(["type", "cache_control"])
  .open("function", FUNCTION)
  .open("custom", new Level().open("format", new Level().hide(["type", "syntax"]).open("grammar", TEXTS)));

const FORMAT = format();

function format(): Level {
  const level = new Level().hide(["type"]).open("json_schema", new Level().open("schema", SCHEMA));
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
  "stop",
  "stream_options",
  "tool_choice",
  "reasoning_effort",
  "verbosity",
  "modalities",
  "audio",
  "logit_bias",
  "encoding_format",
];

const ROOT = new Level()
  .hide(SETTINGS)
  .open("messages", MESSAGE, Mark.Messages)
  .open("tools", TOOL, Mark.Tools)
  .open("functions", FUNCTION, Mark.Tools)
  .open("response_format", FORMAT)
  .open("prediction", new Level().hide(["type"]).open("content", PART))
  .open("web_search_options", new Level().hide(["search_context_size"]))
  // Of completions, and of embeddings.
  .open("prompt", TEXTS, Mark.Messages, Place.User)
  .open("input", TEXTS, Mark.Messages, Place.User);

/** https://platform.openai.com/docs/api-reference/chat/create, and the older completions, and embeddings. */
export function readPrompt(tape: Tape, into: Prompt): void {
  readLevel(tape, tape.root, ROOT, Place.Other, into);
}
