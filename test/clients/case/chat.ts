import { expect } from "vitest";
import type { Ask } from "../neutral/ask.ts";
import type { Reply } from "../neutral/reply.ts";
import { answers } from "../provider/behaviour.ts";
import type { Case } from "./case.ts";
import { checkAnswers } from "./check-answers.ts";
import { checkAsked } from "./check-asked.ts";
import { PIECES, QUESTION, SAYS, SYSTEM } from "./fixtures.ts";

interface More extends Partial<Case> {
  /** What the tools answer: the chat goes on to a second turn. */
  results?: readonly string[];
}

/** A chat, whole and as a stream. */
export function chat(name: string, ask: Ask, replies: readonly [Reply, ...Reply[]], more: More = {}): Case[] {
  return [chatCase(name, false, ask, replies, more), chatCase(`${name}-stream`, true, ask, replies, more)];
}

/** The client sees the replies, and the provider is asked what the client asks. */
export function chatCase(
  name: string,
  stream: boolean,
  ask: Ask,
  replies: readonly [Reply, ...Reply[]],
  { results, ...more }: More,
): Case {
  const task = { do: "chat" as const, ask, stream, ...(results && { results }) };
  return {
    name,
    task,
    provider: answers(...replies),
    check(seen, meeting) {
      checkAnswers(seen, replies, meeting);
      checkAsked(task, replies, meeting);
    },
    ...more,
  };
}

const STOPS = ["END", "\n\nUser:"];
const STOPPING = ["openai", "anthropic", "ollama"] as const;

const CONVERSATION: Ask = {
  system: SYSTEM,
  turns: [
    { role: "user", text: "What is 漢字?\nTell me\tin one line." },
    { role: "assistant", text: "Chinese characters 🀄 — C:\\temp\\" },
    { role: "user", text: QUESTION },
  ],
  maxTokens: 77,
  temperature: 0.25,
  topP: 0.9,
};

export const CHAT: readonly Case[] = [
  ...chat("chat", CONVERSATION, [SAYS]),
  ...chat("stop-sequences", { ...CONVERSATION, stop: STOPS }, [SAYS], {
    clients: STOPPING,
    providers: STOPPING,
  }),
  // Responses has no word for it: the provider says more, and the client does not hear it.
  ...[false, true].map(
    (stream): Case => ({
      name: `stop-sequences-at-responses${stream ? "-stream" : ""}`,
      task: { do: "chat", ask: { ...CONVERSATION, stop: STOPS }, stream },
      provider: answers({ ...SAYS, pieces: [...PIECES, "\n\nU", "ser: and", " more"] }),
      clients: STOPPING,
      providers: ["responses"],
      check(seen, { client, received: [only] }) {
        expect(only?.refused).toBeUndefined();
        expect(seen.error).toBeUndefined();
        expect(seen.answers).toMatchObject([
          { text: PIECES.join(""), stop: client === "anthropic" ? "stop_sequence" : "stop" },
        ]);
      },
    }),
  ),
  ...chat("length", CONVERSATION, [{ ...SAYS, stop: "length" }]),
  ...chat("content-filter", CONVERSATION, [{ ...SAYS, stop: "filtered" }], {
    providers: ["openai", "responses", "anthropic"],
  }),
];
