import { Failure } from "../../exchange/failure";
import { ChatRequest, Thinking } from "../../exchange/request";
import { Setting } from "../../exchange/setting";
import { Constant } from "../../wire/constant";
import { NOTHING, Tape } from "../../wire/json-tape";
import { JsonWriter } from "../../wire/json-writer";
import { ABSENT, is } from "../../wire/span";
import { saysEffort } from "../openai-platform/effort";
import { wrongType } from "../refuse";
import { sendsReasoning } from "./write-reasoning";

const LOGPROBS: string = "message.output_text.logprobs";
const ENCRYPTED: string = "reasoning.encrypted_content";

const TRUE = new Constant("true");

export function includeLogprobs(request: ChatRequest): void {
  request.settings[Setting.Logprobs] = TRUE.bytes;
}

/** Encrypted reasoning is always given; what else may be asked for belongs to tools that no other dialect has. */
export function readInclude(tape: Tape, list: i32, into: ChatRequest): Failure | null {
  if (tape.isNull(list)) return null;
  if (!tape.isArray(list)) return wrongType("include", "a list of strings");
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    if (!tape.isString(item)) return wrongType("include", "a list of strings");
    if (is(tape.bytes(item), LOGPROBS)) includeLogprobs(into);
    else if (!is(tape.bytes(item), ENCRYPTED)) into.drop("include");
  }
  return null;
}

/**
 * Nothing is stored, so reasoning can come back on the next turn only if the answer holds it. Models
 * that do not reason refuse the wish, so it goes only with a request that speaks of reasoning.
 */
export function writeInclude(request: ChatRequest, json: JsonWriter): void {
  const isAsked = saysEffort(request) || request.reasoningSummary != ABSENT;
  const encrypted = (isAsked && request.thinking != Thinking.Off) || sendsReasoning(request);
  const logprobs = is(request.settings[Setting.Logprobs], "true");
  if (!encrypted && !logprobs) return;
  json.key("include");
  json.array();
  if (encrypted) json.ascii(ENCRYPTED);
  if (logprobs) json.ascii(LOGPROBS);
  json.endArray();
}
