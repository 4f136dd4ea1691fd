import { Fit } from "../../exchange/fit";
import { ChatRequest, Tool, ToolChoice } from "../../exchange/request";
import { JsonWriter } from "../../wire/json-writer";
import { Output } from "../../wire/output";
import { length, same } from "../../wire/span";
import { valueAsText } from "../tool-input";

/**
 * Ollama has no word for a call that must be. One certain tool is asked for by its arguments: `format` is their schema,
 * and the answer's text is then the call. Where there is a choice among several, the model is told so.
 */

const MUST_CALL: string = "Call one of the functions now. Do not answer in words.";

const scratch = new Output();

/** The one tool that has to be called; null: there is none, or a choice. */
export function forcedTool(request: ChatRequest): Tool | null {
  const tools = request.tools;
  if (request.toolChoice == ToolChoice.Required) return tools.length == 1 ? tools[0] : null;
  if (request.toolChoice != ToolChoice.Named) return null;
  for (let i = 0; i < tools.length; i++) if (same(tools[i].name, request.toolName)) return tools[i];
  return null;
}

export function fitForcedTool(request: ChatRequest, into: Fit): void {
  const choice = request.toolChoice;
  if (choice != ToolChoice.Required && choice != ToolChoice.Named) return;
  const field = request.names.toolChoice;
  if (request.tools.length > 0 && (choice == ToolChoice.Required || forcedTool(request) !== null))
    into.approximate(field);
  else into.refuse(field, "the request offers no such tool");
}

/** The system message that says it. */
export function writeForcedMessage(request: ChatRequest, json: JsonWriter): void {
  const tool = forcedTool(request);
  if (tool === null && request.toolChoice != ToolChoice.Required) return;
  json.object();
  json.asciiMember("role", "system");
  if (tool === null) json.asciiMember("content", MUST_CALL);
  else {
    writeArgumentsWanted(tool);
    json.rawMember("content", scratch.bytes);
  }
  json.endObject();
}

function writeArgumentsWanted(tool: Tool): void {
  scratch.clear();
  scratch.ascii("Call the function ");
  scratch.raw(tool.name);
  scratch.ascii(": answer with its arguments, as one JSON object and nothing else.");
  if (length(tool.description) > 0) {
    scratch.ascii(" What it does: ");
    scratch.raw(tool.description);
  }
  if (length(tool.parameters) > 0) {
    scratch.ascii(" The JSON Schema of the arguments: ");
    scratch.raw(valueAsText(tool.parameters));
  }
}
