import { is, Span } from "../wire/span";
import { Anthropic } from "./anthropic";
import { Dialect } from "./dialect";
import { Ollama } from "./ollama";
import { OpenAi } from "./openai";

export const openai: Dialect = new OpenAi();
export const anthropic: Dialect = new Anthropic();
export const ollama: Dialect = new Ollama();

export function dialectNamed(name: Span): Dialect | null {
  if (is(name, "openai")) return openai;
  if (is(name, "anthropic")) return anthropic;
  if (is(name, "ollama")) return ollama;
  return null;
}
