import { Forced } from "../../exchange/forced";
import { Splices } from "../../exchange/splices";
import { Constant } from "../../wire/constant";
import { NOTHING, Tape } from "../../wire/json-tape";
import { ABSENT, is, isInAnyCase } from "../../wire/span";
import { addMember, capMember, forceMember, insertMember, member } from "../force-member";

const LIMIT: string = "num_predict";
const TEMPERATURE: string = "temperature";

/** Ollama reads `Options` as well, and puts several into one. */
export function forceSettings(tape: Tape, forced: Forced, into: Splices): void {
  let isGiven = false;
  for (let key = tape.first(tape.root); key != NOTHING; key = tape.nextKey(tape.root, key)) {
    if (!isInAnyCase(tape.bytes(key), "options")) continue;
    if (tape.isObject(key + 1) && tape.first(key + 1) != NOTHING) forceOptions(tape, key + 1, forced, into);
    else into.put(tape.value(key + 1), new Constant(options(forced)).bytes);
    if (is(tape.bytes(key), "options")) isGiven = true;
  }
  if (!isGiven) insertMember(tape, tape.root, '"options":' + options(forced), into);
}

function forceOptions(tape: Tape, object: i32, forced: Forced, into: Splices): void {
  const limit = forced.maxTokens;
  if (limit != ABSENT && !capMember(tape, object, LIMIT, limit, into)) addMember(tape, object, LIMIT, limit, into);
  if (forced.temperature != ABSENT) forceMember(tape, object, TEMPERATURE, forced.temperature, into);
}

function options(forced: Forced): string {
  const limit = forced.maxTokens == ABSENT ? "" : member(LIMIT, forced.maxTokens);
  const temperature = forced.temperature == ABSENT ? "" : member(TEMPERATURE, forced.temperature);
  return "{" + limit + (limit.length > 0 && temperature.length > 0 ? "," : "") + temperature + "}";
}
