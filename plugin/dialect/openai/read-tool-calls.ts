import { Failure } from "../../exchange/failure";
import { Part, ToolCallPart } from "../../exchange/part";
import { Message } from "../../exchange/request";
import { writeSignedId } from "../../exchange/signed-call";
import { Arena } from "../../wire/arena";
import { Constant } from "../../wire/constant";
import { NOTHING, Tape } from "../../wire/json-tape";
import { Output } from "../../wire/output";
import { ABSENT, is } from "../../wire/span";
import { filledText } from "../openai-platform/filled-text";
import { wrongType } from "../refuse";
import { textArguments } from "../text-input";
import { NAME } from "./fields";
import { FunctionCalls } from "./function-calls";
import { signatureOf } from "./google-signature";
import { inMessage } from "./place";

const OWN = new Constant(NAME);

/** Name and arguments: a string that holds JSON, or, from servers that are less strict, the JSON itself. */
function readFunction(tape: Tape, value: i32, into: ToolCallPart): void {
  into.name = filledText(tape, value, "name");
  const input = tape.find(value, "arguments");
  into.inputIsText = tape.isString(input);
  if (into.inputIsText) into.input = tape.bytes(input);
  else if (tape.isObject(input)) into.input = tape.value(input);
}

/** A call with a text. */
function readCustom(tape: Tape, value: i32, into: ToolCallPart, arena: Arena): void {
  into.name = filledText(tape, value, "name");
  into.input = textArguments(tape.text(tape.find(value, "input")), arena);
}

/** Of a client's message. */
export function readToolCalls(tape: Tape, list: i32, message: i32, into: Message, arena: Arena): Failure | null {
  if (tape.isNull(list)) return null;
  if (!tape.isArray(list)) return wrongType(inMessage(message, ".tool_calls"), "a list");
  let index = 0;
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    const call = new ToolCallPart();
    call.id = filledText(tape, item, "id");
    const isCustom = is(tape.text(tape.find(item, "type")), "custom");
    if (isCustom) readCustom(tape, tape.find(item, "custom"), call, arena);
    else readFunction(tape, tape.find(item, "function"), call);
    call.signature = signatureOf(tape, item);
    call.signer = OWN.bytes;
    if (call.id == ABSENT || call.name == ABSENT) {
      const where = inMessage(message, ".tool_calls[" + index.toString() + "]");
      const name = isCustom ? ".custom.name" : ".function.name";
      return wrongType(where + (call.id == ABSENT ? ".id" : name), "a string");
    }
    into.parts.push(call);
    index += 1;
  }
  return null;
}

/** Of a client's message, in the form before tools. */
export function readFunctionCall(
  tape: Tape,
  value: i32,
  message: i32,
  into: Message,
  calls: FunctionCalls,
): Failure | null {
  if (tape.isNull(value)) return null;
  const call = new ToolCallPart();
  readFunction(tape, value, call);
  if (call.name == ABSENT) return wrongType(inMessage(message, ".function_call.name"), "a string");
  calls.add(call);
  into.parts.push(call);
  return null;
}

/** Of a provider's message: what is no call of a function is passed over, an id may be missing. */
export function readAnsweredCalls(tape: Tape, message: i32, into: Array<Part>): void {
  signedIds.free();
  const list = tape.find(message, "tool_calls");
  if (tape.isArray(list)) {
    for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
      addCall(tape, tape.find(item, "function"), item, into);
    }
  }
  addCall(tape, tape.find(message, "function_call"), NOTHING, into);
}

/** Ids with a signature, of the message that was read last: what is read of an answer is written before the next one. */
const signedIds = new Arena();
const signed = new Output();

function addCall(tape: Tape, value: i32, item: i32, into: Array<Part>): void {
  const call = new ToolCallPart();
  readFunction(tape, value, call);
  call.id = filledText(tape, item, "id");
  const signature = signatureOf(tape, item);
  if (signature != ABSENT) {
    signed.clear();
    writeSignedId(signature, call.id, NAME, signed);
    call.id = signedIds.keep(signed.bytes);
  }
  if (call.name != ABSENT) into.push(call);
}
