import { is, Span } from "../wire/span";
import { Anthropic } from "./anthropic";
import { Dialect } from "./dialect";
import { EmbeddingDialect } from "./embedding-dialect";
import { Ollama, embeddings as ollamaEmbeddings } from "./ollama";
import { OllamaGenerate } from "./ollama/generate";
import { OpenAi, embeddings as openaiEmbeddings } from "./openai";
import { OpenAiCompletions } from "./openai/completions";
import { Responses } from "./responses";

export { legacyEmbeddings } from "./ollama";

export const openai: Dialect = new OpenAi();
/** A provider that speaks Responses is of OpenAI's kind: its embeddings are OpenAI's. */
export const responses: Dialect = new Responses(openaiEmbeddings);
export const anthropic: Dialect = new Anthropic();
export const ollama: Dialect = new Ollama();

export const dialects: Array<Dialect> = [openai, responses, anthropic, ollama];

/** Older endpoints of two dialects, that clients still call. */
export const completions: Dialect = new OpenAiCompletions();
export const generate: Dialect = new OllamaGenerate();

/** OpenAI's `/v1/embeddings`, and Ollama's `/api/embed`. */
export const embeddings: EmbeddingDialect = openaiEmbeddings;
export const embed: EmbeddingDialect = ollamaEmbeddings;

/** What a provider may speak. */
export function dialectNamed(name: Span): Dialect | null {
  for (let i = 0; i < dialects.length; i++) if (is(name, dialects[i].name)) return dialects[i];
  return null;
}
