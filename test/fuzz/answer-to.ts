import { parsed } from "./parsed.ts";
import type { Random } from "./random.ts";
import type { Endpoint } from "./seeds/index.ts";

/** One of an endpoint's whole answers; seldom one that is none to the request: too few vectors, or of the other form. */
export function answerTo(
  { seeds, protocol }: Endpoint,
  request: Uint8Array,
  random: Random,
): { answer: object; suits: boolean } {
  const asked = parsed(request);
  const suits = (answer: object) => {
    try {
      protocol.checkAnswer(answer, asked);
      return true;
    } catch {
      return false;
    }
  };
  const answers = Object.values(seeds.answers);
  const suiting = answers.filter(suits);
  const answer = random.pick(suiting.length > 0 && random.chance(0.8) ? suiting : answers);
  return { answer, suits: suiting.includes(answer) };
}
