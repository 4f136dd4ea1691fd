import type { z } from "zod";

/** A request that a real provider of the dialect would answer with 400. */
export class Refused extends Error {}

export function demand(holds: boolean, message: string): asserts holds {
  if (!holds) throw new Refused(message);
}

/** Reads a value that has to be of the dialect's shape. */
export function demandShape<T>(schema: z.ZodType<T>, value: unknown): T {
  const { data, error } = schema.safeParse(value);
  if (error === undefined) return data as T;
  throw new Refused(error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; "));
}

/** The arguments of a tool call, where they travel as JSON inside a string. */
export function demandArguments(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refused(`the arguments of a tool call are no JSON: ${text}`);
  }
  demand(typeof value === "object" && value !== null && !Array.isArray(value), `no object of arguments: ${text}`);
  return value as Record<string, unknown>;
}

/** `data:image/png;base64,…`, or where an image lies. */
export function readImageUrl(url: string): { mediaType: string; base64: string } | { url: string } {
  if (!url.startsWith("data:")) return { url };
  const [, mediaType, base64] = /^data:([^;,]+);base64,([A-Za-z0-9+/]+=*)$/.exec(url) ?? [];
  demand(mediaType !== undefined && base64 !== undefined, `no data URL of an image: ${url.slice(0, 60)}`);
  return { mediaType, base64 };
}
