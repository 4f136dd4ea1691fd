import { Forced } from "../../exchange/forced";
import { Splices } from "../../exchange/splices";
import { Traits } from "../../exchange/traits";
import { Tape } from "../../wire/json-tape";
import { ABSENT } from "../../wire/span";
import { addMember, capMember, forceMember } from "../force-member";

const NEWER: string = "max_completion_tokens";
const OLDER: string = "max_tokens";

/** The limit that the caller gave is held, of whichever name; without one, the provider's own name is used. */
export function forceSettings(tape: Tape, forced: Forced, traits: Traits, into: Splices): void {
  const limit = forced.maxTokens;
  if (limit != ABSENT) {
    const isNewer = capMember(tape, tape.root, NEWER, limit, into);
    const isOlder = capMember(tape, tape.root, OLDER, limit, into);
    const name = traits.completionLimit ? NEWER : OLDER;
    if (!isNewer && !isOlder) addMember(tape, tape.root, name, limit, into);
  }
  forceTemperature(tape, forced, into);
}

export function forceTemperature(tape: Tape, forced: Forced, into: Splices): void {
  if (forced.temperature != ABSENT) forceMember(tape, tape.root, "temperature", forced.temperature, into);
}
