import type { Dialect } from "../../contract/dialect.ts";

/** What was asked of the demo provider, whatever the dialect. */
interface Question {
  dialect: Dialect;
  model: string;
  /** All text of the conversation, and the last that the user said. */
  prompt: string;
  lastUserMessage: string;
  /** The most words that the answer may have. */
  limit?: number;
}

export interface Answer {
  /** Word by word, each with the space before it: what a stream sends one after the other. */
  pieces: string[];
  text: string;
  /** Whether the limit cut it. */
  cut: boolean;
  /** Words, counted as tokens. */
  inputTokens: number;
  outputTokens: number;
}

/** The time of every answer: 1 January 2025. The demo is the same whenever it is asked. */
export const DEMO_TIME = new Date("2025-01-01T00:00:00Z");

/** The same answer to the same question, saying what it is. */
export function answer({ dialect, prompt, lastUserMessage, limit }: Question): Answer {
  const text = `This is the Headgate demo provider, asked in the ${dialect} dialect. You said: ${lastUserMessage}`;
  const whole = text.match(/\s*\S+/g) ?? [];
  const pieces = whole.slice(0, limit);
  return {
    pieces,
    text: pieces.join(""),
    cut: pieces.length < whole.length,
    inputTokens: prompt.match(/\S+/g)?.length ?? 0,
    outputTokens: pieces.length,
  };
}
