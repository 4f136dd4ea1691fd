import { expect } from "vitest";
import type { Answer, Observation } from "../neutral/observation.ts";
import type { Reply } from "../neutral/reply.ts";
import type { Meeting } from "./case.ts";
import { COUNTS_IN_DETAIL, STOP } from "./dialect-facts.ts";
import { getsSignature } from "./handed-back.ts";

/** The client sees what the provider said, turn by turn, and no error. */
export function checkAnswers(seen: Observation, replies: readonly Reply[], meeting: Meeting): void {
  expect(seen.error).toBeUndefined();
  expect(seen.answers).toEqual(replies.map((reply) => answerOf(reply, meeting)));
  // A stream's pieces are the whole of its text, and so are they of the last turn.
  if (seen.heard !== undefined) expect(seen.heard).toBe(seen.answers.at(-1)?.text);
}

export function answerOf(reply: Reply, meeting: Meeting): Answer {
  const { client, provider } = meeting;
  const { input, output, cached, reasoning } = reply.usage;
  const inDetail = COUNTS_IN_DETAIL.includes(client) && COUNTS_IN_DETAIL.includes(provider);
  return {
    text: reply.pieces.join(""),
    refusal: "",
    reasoning: reply.reasoning?.pieces.join("") ?? "",
    signed: reply.reasoning !== undefined && getsSignature(meeting),
    calls: (reply.calls ?? []).map(({ name, arguments: given }) => ({ name, arguments: given })),
    stop: STOP[client][reply.stop],
    usage: { input, output, cached: inDetail ? cached : 0, reasoning: inDetail ? reasoning : 0 },
  };
}
