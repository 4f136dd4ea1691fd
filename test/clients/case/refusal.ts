import { expect } from "vitest";
import type { Reply } from "../neutral/reply.ts";
import { answers } from "../provider/behaviour.ts";
import type { Case } from "./case.ts";
import { answerOf } from "./check-answers.ts";
import { STOP } from "./dialect-facts.ts";
import { QUESTION, USAGE } from "./fixtures.ts";

const WORDS = "I'm sorry, I cannot assist with that.";

const REFUSES: Reply = { pieces: [], refusal: WORDS, stop: "end", usage: USAGE };

/** OpenAI's models refuse in words of their own place; where a client's dialect has none, they are its text. */
export const REFUSALS: readonly Case[] = [false, true].map((stream) => ({
  name: stream ? "refusal-stream" : "refusal",
  task: { do: "chat", ask: { turns: [{ role: "user", text: QUESTION }] }, stream },
  provider: answers(REFUSES),
  providers: ["openai", "responses"],
  check(seen, meeting) {
    const { text, refusal, stop, ...rest } = seen.answers[0] ?? answerOf(REFUSES, meeting);
    expect(seen.error).toBeUndefined();
    expect(text + refusal).toBe(WORDS);
    if (meeting.client === "openai" || meeting.client === "responses") expect(refusal).toBe(WORDS);
    expect([STOP[meeting.client].end, STOP[meeting.client].filtered]).toContain(stop);
    expect(rest).toMatchObject({ calls: [], reasoning: "", usage: answerOf(REFUSES, meeting).usage });
  },
}));
