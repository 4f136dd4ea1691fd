import { Traits } from "../../exchange/traits";
import { writeAlphanumeric } from "../../wire/alphanumeric";
import { Output } from "../../wire/output";
import { end, hash64, length, Span, start } from "../../wire/span";

/** OpenAI refuses a longer one; vLLM makes ids of 46. */
const LONGEST: i32 = 40;

const SHORT: i32 = 9;

const scratch = new Output();

/**
 * A call's id as the provider takes it: the same for the call and its result, and its own unchanged.
 * Valid until the next call.
 */
export function toolId(id: Span, traits: Traits): Span {
  if (traits.shortToolIds ? isShort(id) : length(id) <= LONGEST) return id;
  scratch.clear();
  writeAlphanumeric(hash64(id), SHORT, scratch);
  return scratch.bytes;
}

/** Mistral's ids: https://docs.mistral.ai/capabilities/function_calling/ */
function isShort(id: Span): bool {
  if (length(id) != SHORT) return false;
  for (let at = start(id), stop = end(id); at < stop; at++) {
    const byte = load<u8>(at);
    const isDigit = byte >= 0x30 && byte <= 0x39;
    const lower = byte | 0x20;
    if (!isDigit && !(lower >= 0x61 && lower <= 0x7a)) return false;
  }
  return true;
}
