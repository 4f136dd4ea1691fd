import type { Case } from "./case.ts";
import { CHAT } from "./chat.ts";
import { COUNTS } from "./count-tokens.ts";
import { EMBEDDINGS } from "./embeddings.ts";
import { ERRORS } from "./errors.ts";
import { FORMATS } from "./format.ts";
import { IMAGES } from "./image.ts";
import { LEAVES } from "./leave.ts";
import { MODELS } from "./models.ts";
import { REFUSALS } from "./refusal.ts";
import { THINKING } from "./thinking.ts";
import { TOOLS } from "./tools.ts";

export const CASES: readonly Case[] = [
  ...CHAT,
  ...TOOLS,
  ...IMAGES,
  ...FORMATS,
  ...THINKING,
  ...REFUSALS,
  ...EMBEDDINGS,
  ...MODELS,
  ...COUNTS,
  ...ERRORS,
  ...LEAVES,
];
