/** What both APIs of the `openai` package share. */
import OpenAI from "openai";
import type { Image } from "../neutral/ask.ts";
import type { Thrown } from "../neutral/observation.ts";

export function openaiThrown(error: Error): Omit<Thrown, "class" | "message"> {
  if (!(error instanceof OpenAI.APIError)) return { status: null, retryAfter: null };
  return { status: error.status ?? null, retryAfter: error.headers?.get("retry-after") ?? null };
}

export function imageUrl(image: Image): string {
  return "url" in image ? image.url : `data:${image.mediaType};base64,${image.base64}`;
}

export function parseArguments(text: string): Record<string, unknown> {
  return JSON.parse(text) as Record<string, unknown>;
}
