import { realNumber, wholeNumber } from "../../wire/json-number";
import { Tape } from "../../wire/json-tape";
import { placeIn, Span } from "../../wire/span";
import { CACHE_MODES, CacheMode } from "../cache-mode";
import { CachePolicy } from "../cache-policy";
import { Policy } from "../policy";
import { refuse } from "./problem";

export function readCache(tape: Tape, policy: Policy): bool {
  const cache = tape.find(tape.root, "cache");
  if (tape.isNull(cache)) return true;
  const ttl = tape.find(cache, "ttl_seconds");
  const size = tape.find(cache, "max_bytes");
  if (!tape.isNumber(ttl) || !tape.isNumber(size)) {
    return refuse("policy.cache", "expected numbers in ttl_seconds and max_bytes");
  }
  const milliseconds = <u64>(min(max(realNumber(tape.bytes(ttl)), 0), 1e9) * 1000);
  const mode = modeNamed(tape.text(tape.find(cache, "only")), CacheMode.Deterministic);
  policy.cache = new CachePolicy(milliseconds, wholeNumber(tape.bytes(size)), mode);
  return true;
}

/** A model's own, in place of the policy's; -1: it has none. */
export function readModelCache(tape: Tape, model: i32): i32 {
  return modeNamed(tape.text(tape.find(model, "cache")), -1);
}

function modeNamed(name: Span, otherwise: i32): i32 {
  const mode = placeIn(CACHE_MODES, name);
  return mode < 0 ? otherwise : mode;
}
