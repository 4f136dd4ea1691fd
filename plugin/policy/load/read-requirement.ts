import { NOTHING, Tape } from "../../wire/json-tape";
import { NO_REQUIREMENT, Requirement } from "../model/requirement";
import { Policy } from "../policy";
import { decoded } from "./decoded";

/** What `require` has to be, for a refusal that the caller gives its path. */
export const REQUIRE_SHAPE: string = 'expected { "region": [names], "private": true }, or a part of it';

/** What `owner` requires; null: it cannot be read, and the policy has to be refused, since nothing would be held back. */
export function readRequirement(tape: Tape, owner: i32, policy: Policy): Requirement | null {
  const value = tape.find(owner, "require");
  if (value == NOTHING) return NO_REQUIREMENT;
  if (!tape.isObject(value)) return null;
  const requirement = new Requirement();
  const isPrivate = tape.find(value, "private");
  if (isPrivate != NOTHING && !tape.isTrue(isPrivate)) return null;
  requirement.isPrivate = tape.isTrue(isPrivate);
  const regions = tape.find(value, "region");
  if (regions == NOTHING) return requirement;
  if (!tape.isArray(regions)) return null;
  for (let item = tape.first(regions); item != NOTHING; item = tape.next(regions, item)) {
    if (!tape.isString(item)) return null;
    requirement.regions.push(decoded(tape, item, policy));
  }
  return requirement.regions.length > 0 ? requirement : null;
}
