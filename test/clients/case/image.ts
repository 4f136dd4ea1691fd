import type { Case } from "./case.ts";
import { chat } from "./chat.ts";
import { PNG, QUESTION, SAYS } from "./fixtures.ts";

const looksAt = (image: { mediaType: string; base64: string } | { url: string }) => ({
  turns: [{ role: "user" as const, text: QUESTION, image }],
});

export const IMAGES: readonly Case[] = [
  ...chat("image", looksAt({ mediaType: "image/png", base64: PNG }), [SAYS]),
  ...chat("image-by-url", looksAt({ url: "https://example.com/kana.png" }), [SAYS], {
    clients: ["openai", "responses", "anthropic"],
    refusals: { ollama: { status: 400, names: /image/ } },
  }),
];
