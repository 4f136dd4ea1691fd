import { Failure } from "../../exchange/failure";
import { ChatRequest, Tool } from "../../exchange/request";
import { NOTHING, Tape } from "../../wire/json-tape";
import { is, length } from "../../wire/span";
import { readValue } from "../read-values";
import { refuse, wrongType } from "../refuse";

/** https://github.com/ollama/ollama/blob/main/docs/capabilities/tool-calling.mdx */
export function readTools(tape: Tape, list: i32, into: ChatRequest): Failure | null {
  if (tape.isNull(list)) return null;
  if (!tape.isArray(list)) return wrongType("tools", "a list");
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    const type = tape.find(item, "type");
    if (!tape.isNull(type) && !is(tape.text(type), "function")) return refuse(at(into) + ".type");
    const described = tape.find(item, "function");
    const tool = new Tool();
    tool.name = tape.text(tape.find(described, "name"));
    if (length(tool.name) == 0) return wrongType(at(into) + ".function.name", "a string");
    tool.description = tape.text(tape.find(described, "description"));
    const parameters = tape.find(described, "parameters");
    if (!tape.isNull(parameters) && !tape.isObject(parameters)) {
      return wrongType(at(into) + ".function.parameters", "a JSON Schema");
    }
    tool.parameters = readValue(tape, parameters);
    into.tools.push(tool);
  }
  return null;
}

function at(into: ChatRequest): string {
  return "tools[" + into.tools.length.toString() + "]";
}
