import { demand } from "../demand.ts";
import { checkOpenAiError } from "./openai.ts";
import { field, type Protocol } from "./protocol.ts";
import { demandShape } from "./shape.ts";
import { checkVector } from "./vector.ts";

/** https://platform.openai.com/docs/api-reference/embeddings */
export const openaiEmbeddings: Protocol = {
  checkError: checkOpenAiError,
  checkAnswer(document, request) {
    demandShape(document, {
      object: "string",
      data: [{ object: "string", index: "number" }],
      model: "string",
      usage: { prompt_tokens: "number", total_tokens: "number" },
    });
    const data = field(document, "data") as { index: number; embedding: unknown }[];
    const isBase64 = typeof data[0]?.embedding === "string";
    const wantsBase64 = request === undefined ? isBase64 : field(request, "encoding_format") === "base64";
    const count = request === undefined ? data.length : inputsOf(request);
    demand(data.length === count && count > 0, () => `${data.length} vectors for ${count} inputs`);
    for (const [at, { index, embedding }] of data.entries()) {
      demand(index === at, () => `index ${index} at ${at}`);
      if (wantsBase64) checkBase64(embedding);
      else checkVector(embedding);
    }
  },
};

/** A list of numbers is the tokens of one input. */
function inputsOf(request: unknown): number {
  const input = field(request, "input");
  return Array.isArray(input) && typeof input[0] !== "number" ? input.length : 1;
}

/** Floats of 32 bits. */
function checkBase64(vector: unknown): void {
  const said = () => `no base64 of floats: ${JSON.stringify(vector)?.slice(0, 200)}`;
  demand(typeof vector === "string" && /^[A-Za-z0-9+/]+={0,2}$/.test(vector), said);
  const { length } = Buffer.from(vector, "base64");
  demand(length > 0 && length % 4 === 0, said);
}
