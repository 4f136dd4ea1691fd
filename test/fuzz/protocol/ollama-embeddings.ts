import { demand } from "../demand.ts";
import { checkOllamaError } from "./ollama.ts";
import { field, type Protocol } from "./protocol.ts";
import { demandShape } from "./shape.ts";
import { checkVector } from "./vector.ts";

/** `/api/embed`. https://github.com/ollama/ollama/blob/main/docs/api.md#generate-embeddings */
export const embed: Protocol = {
  checkError: checkOllamaError,
  checkAnswer(document, request) {
    demandShape(document, { model: "string", embeddings: [["number"]] });
    const embeddings = field(document, "embeddings") as unknown[];
    const input = field(request, "input");
    const count = request === undefined ? embeddings.length : Array.isArray(input) ? input.length : 1;
    demand(embeddings.length === count && count > 0, () => `${embeddings.length} vectors for ${count} inputs`);
    for (const vector of embeddings) checkVector(vector);
  },
};

/** `/api/embeddings`: one text, one vector. https://github.com/ollama/ollama/blob/main/docs/api.md#generate-embedding */
export const legacyEmbeddings: Protocol = {
  checkError: checkOllamaError,
  checkAnswer: (document) => checkVector(field(document, "embedding")),
};
