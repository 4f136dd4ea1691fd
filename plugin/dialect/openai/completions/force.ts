import { Forced } from "../../../exchange/forced";
import { Splices } from "../../../exchange/splices";
import { wholeNumber } from "../../../wire/json-number";
import { Tape } from "../../../wire/json-tape";
import { ABSENT } from "../../../wire/span";
import { addMember, capMember } from "../../force-member";
import { forceTemperature } from "../force";

/** Without a limit of the caller's, this API has one of its own. */
const DEFAULT_LIMIT: i64 = 16;

export function forceSettings(tape: Tape, forced: Forced, into: Splices): void {
  const limit = forced.maxTokens;
  if (limit != ABSENT && !capMember(tape, tape.root, "max_tokens", limit, into) && wholeNumber(limit) < DEFAULT_LIMIT) {
    addMember(tape, tape.root, "max_tokens", limit, into);
  }
  forceTemperature(tape, forced, into);
}
