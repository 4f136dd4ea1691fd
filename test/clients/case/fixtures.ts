import type { Tool } from "../neutral/ask.ts";
import { type Reply, type ReplyUsage, SIGNATURE } from "../neutral/reply.ts";

/** Text that JSON has to escape, and characters of one to four bytes. */
export const PIECES = ["Kana", " are <syllables>:", ' "あ"', "\nis", " a 🀄", " \\ é", " end."];

export const USAGE: ReplyUsage = { input: 31, cached: 12, cacheWritten: 4, output: 17, reasoning: 0 };

export const SAYS: Reply = { pieces: PIECES, stop: "end", usage: USAGE };

export const THINKS: Reply = {
  reasoning: { pieces: ["The user asks", ' about "kana".\n', "I know 漢字"], signature: SIGNATURE },
  pieces: PIECES,
  stop: "end",
  usage: { ...USAGE, reasoning: 5 },
};

export const SYSTEM = 'Answer briefly. Never say "no".';
export const QUESTION = 'And "kana"?\n\tIn one line \\ 🀄';

export const WEATHER: Tool = {
  name: "get_weather",
  description: 'The weather in a city, such as "Paris"',
  parameters: {
    type: "object",
    properties: {
      city: { type: "string", description: "Name of the city" },
      days: { type: "integer", description: "How many days ahead" },
    },
    required: ["city"],
  },
};

export const CLOCK: Tool = {
  name: "get_time",
  description: "The time, here and now",
  parameters: { type: "object", properties: {} },
};

/** Two of one tool: only their ids, or their order, tell the results apart. */
export const PARIS = {
  id: "call_9pw1qnYScqvGrCH58HWCvFH6",
  name: "get_weather",
  arguments: { city: "Paris", days: 3 },
};
export const TOKYO = {
  id: "call_oXmVYUvYSzNgSHC5Y2TGpZ2K",
  name: "get_weather",
  arguments: { city: '東京 "Tōkyō" \\ 🀄', days: 1 },
};

/** 1 × 1 pixel. */
export const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
