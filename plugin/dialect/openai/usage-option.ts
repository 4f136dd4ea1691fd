import { Splices } from "../../exchange/splices";
import { Constant } from "../../wire/constant";
import { NOTHING, Tape } from "../../wire/json-tape";
import { Span, span, start } from "../../wire/span";

/**
 * Asks for usage in a stream whose client did not: it is told in a chunk of its own, which the client
 * does not get. https://platform.openai.com/docs/api-reference/chat/create, `stream_options`
 */
export function addUsageOption(tape: Tape, into: Splices): void {
  const options = tape.find(tape.root, "stream_options");
  if (tape.isNull(options)) {
    if (options != NOTHING) into.put(tape.value(options), OPTIONS_VALUE.bytes);
    else into.put(behindBrace(tape.value(tape.root)), OPTIONS.bytes);
    return;
  }
  if (!tape.isObject(options)) return;
  const wanted = tape.find(options, "include_usage");
  if (tape.isTrue(wanted)) return;
  if (wanted != NOTHING) into.put(tape.value(wanted), TRUE.bytes);
  else into.put(behindBrace(tape.value(options)), tape.first(options) == NOTHING ? USAGE.bytes : USAGE_AND_MORE.bytes);
}

/** The empty place behind an object's opening brace. */
function behindBrace(object: Span): Span {
  return span(start(object) + 1, 0);
}

const TRUE = new Constant("true");
const USAGE = new Constant('"include_usage":true');
const USAGE_AND_MORE = new Constant('"include_usage":true,');
const OPTIONS_VALUE = new Constant('{"include_usage":true}');
const OPTIONS = new Constant('"stream_options":{"include_usage":true},');
