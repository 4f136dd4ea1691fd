import { Place, Prompt } from "../../exchange/prompt";
import { Tape } from "../../wire/json-tape";
import { Level, Mark, SCHEMA, TEXTS } from "../prompt/level";
import { readLevel } from "../prompt/read-level";

const TOOL_CALL = new Level().hide(["type", "id"]).open("function", TEXTS);

const MESSAGE = message();

function message(): Level {
  const level = new Level()
    .hide(["role", "tool_call_id"])
    .open("images", TEXTS, Mark.Images)
    .open("tool_calls", TOOL_CALL);
  level.hasRole = true;
  return level;
}

const TOOL = new Level().hide(["type"]).open("function", new Level().open("parameters", SCHEMA));

const ROOT = new Level()
  .hide(["model", "options", "keep_alive", "think"])
  .open("messages", MESSAGE, Mark.Messages)
  .open("tools", TOOL, Mark.Tools)
  .open("format", SCHEMA, Mark.Schema)
  // Of `/api/generate`, which has a template too, and of embeddings.
  .open("system", TEXTS, Mark.None, Place.System)
  .open("prompt", TEXTS, Mark.Messages, Place.User)
  .open("images", TEXTS, Mark.Images)
  .open("input", TEXTS, Mark.Messages, Place.User);

/** https://github.com/ollama/ollama/blob/main/docs/api.md: chat, generate, and embeddings. */
export function readPrompt(tape: Tape, into: Prompt): void {
  readLevel(tape, tape.root, ROOT, Place.Other, into);
}
