import { Failure } from "../../exchange/failure";
import { ChatRequest } from "../../exchange/request";
import { NO_SETTING } from "../../exchange/setting";
import { Tape } from "../../wire/json-tape";
import { is, Span, text } from "../../wire/span";
import { isSet, refuse } from "../refuse";
import { readSetting } from "../settings";
import { TOP_LEVEL } from "./fields";
import { readFormat } from "./format";
import { readOptions } from "./read-options";
import { readThink } from "./thinking";

/** What `/api/chat` and `/api/generate` have in common. */
export function readSharedField(tape: Tape, name: Span, value: i32, into: ChatRequest): Failure | null {
  if (is(name, "think")) return readThink(tape, value, into);
  if (is(name, "format")) return readFormat(tape, value, into);
  if (is(name, "options")) return readOptions(tape, value, into);
  if (is(name, "model") || is(name, "stream") || !isSet(tape, value)) return null;
  // Asks for the prompt as the server would give it to the model.
  if (is(name, "_debug_render_only")) return refuse(text(name));
  const setting = TOP_LEVEL.find(name);
  if (setting != NO_SETTING) return readSetting(tape, setting, TOP_LEVEL.nameOf(setting), value, into);
  into.drop(text(name));
  return null;
}
