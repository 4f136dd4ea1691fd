import { Forced } from "../../exchange/forced";
import { Splices } from "../../exchange/splices";
import { Constant } from "../../wire/constant";
import { wholeNumber } from "../../wire/json-number";
import { Tape } from "../../wire/json-tape";
import { ABSENT } from "../../wire/span";
import { addMember, capMember, forceMember } from "../force-member";
import { MIN_TOKENS } from "./min-tokens";

const SMALLEST = new Constant(MIN_TOKENS.toString());

export function forceSettings(tape: Tape, forced: Forced, into: Splices): void {
  if (forced.maxTokens != ABSENT) {
    const limit = wholeNumber(forced.maxTokens) < MIN_TOKENS ? SMALLEST.bytes : forced.maxTokens;
    const isGiven = capMember(tape, tape.root, "max_output_tokens", limit, into);
    if (!isGiven) addMember(tape, tape.root, "max_output_tokens", limit, into);
  }
  if (forced.temperature != ABSENT) forceMember(tape, tape.root, "temperature", forced.temperature, into);
}
