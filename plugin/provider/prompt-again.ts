import { Prompt } from "../exchange/prompt";
import { Exchange } from "../live/exchange";
import { Tape } from "../wire/json-tape";
import { ABSENT, length } from "../wire/span";

/** A longer request is not read again for one answer. */
const MOST_REQUEST: i32 = 64 * 1024;

const tape = new Tape();
const prompt = new Prompt();

/**
 * What was asked, as the provider got it (after a rule's `redact`), until the next call; null: the request is too
 * long, or has left with its caller.
 */
export function promptAgain(exchange: Exchange): Prompt | null {
  const body = exchange.raw.body;
  if (body == ABSENT || length(body) > MOST_REQUEST || !tape.scan(body)) return null;
  prompt.clear();
  exchange.dialect.readPrompt(tape, prompt);
  return prompt;
}
