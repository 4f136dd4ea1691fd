import { expect } from "vitest";
import type { Pure } from "../pure.ts";

export const HI = { role: "user", content: "hi" } as const;
export const BASE = { model: "claude", max_tokens: 4096, messages: [HI] };
export const CACHE = { type: "ephemeral", ttl: "1h" } as const;
export const PNG = { type: "base64", media_type: "image/png", data: "iVBORw0KGgo=" } as const;
export const PDF = { type: "base64", media_type: "application/pdf", data: "JVBERi0xLjc=" } as const;
export const SCHEMA = {
  type: "object",
  properties: { a: { type: "string" } },
  required: ["a"],
  additionalProperties: false,
};
export const TOOL = { name: "f", description: 'Does "f".', input_schema: { type: "object", properties: {} } };

export interface Case {
  field: string;
  sent: object;
  /** What arrives, over BASE; `sent` if absent. */
  arrives?: object;
  dropped?: string[];
  approximated?: string[];
}

/** A user's, and an assistant's, turn with these blocks. */
export const user = (...content: object[]) => ({ messages: [{ role: "user", content }] });
export const assistant = (...content: object[]) => ({ messages: [HI, { role: "assistant", content }, HI] });

/** Through the exchange to Anthropic again. */
export function expectTrip(pure: Pure, { sent, arrives = sent, dropped = [], approximated = [] }: Case): void {
  const got = pure.translateRequest("anthropic", "anthropic", { ...BASE, ...sent });
  expect(got).toEqual({ ...BASE, ...arrives });
  expect(pure.losses()).toEqual({ dropped, approximated });
}
