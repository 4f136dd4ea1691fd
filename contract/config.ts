import { z } from "zod";
import { fileSchema } from "./file.ts";
import { identifier } from "./names.ts";
import { provider } from "./provider.ts";

/** `headgate.yaml` after validation, every default filled in, every provider resolved. */
export const configSchema = fileSchema.extend({ providers: z.record(identifier, provider) });
export type Config = z.output<typeof configSchema>;

/** Whether callers are served who do not say who they are. */
export function servesAnybody({ anonymous, keys, jwt }: Pick<Config, "anonymous" | "keys" | "jwt">): boolean {
  return anonymous ?? (keys.length === 0 && jwt === undefined);
}
