import { expect } from "vitest";
import { embeds } from "../provider/behaviour.ts";
import type { Case } from "./case.ts";

/** Every number is a 32-bit float. */
const VECTORS = [
  [0.5, -0.25, 0.125, 1],
  [-1, 0, 2.5, 0.0078125],
];
const TOKENS = 8;
const INPUT = ["kana 🀄", 'the "other"\n'];
const DIMENSIONS = 4;

const NOT_THERE = { status: [400, 499], names: /embed/i } as const;

function embeddings(name: string, encoding?: "float"): Case {
  return {
    name,
    task: { do: "embed", input: INPUT, dimensions: DIMENSIONS, ...(encoding && { encoding }) },
    provider: embeds(VECTORS, TOKENS),
    clients: ["openai", "ollama"],
    refusals: { anthropic: NOT_THERE },
    check(seen, { received }) {
      expect(seen).toEqual({ answers: [], vectors: VECTORS, embedded: TOKENS });
      expect(received.map(({ wire, body }) => wire.embedding?.read(body))).toEqual([
        { input: INPUT, dimensions: DIMENSIONS },
      ]);
    },
  };
}

/** OpenAI's libraries ask for base64 if they are not told otherwise. */
export const EMBEDDINGS: readonly Case[] = [
  embeddings("embeddings"),
  { ...embeddings("embeddings-float", "float"), clients: ["openai"] },
];
