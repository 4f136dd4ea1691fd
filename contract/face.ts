import { z } from "zod";
import { DIALECTS } from "./dialect.ts";

/** The header that carries a provider key: `authorization: Bearer <key>`, or the key alone in the one named. */
const AUTHS = ["bearer", "x-api-key", "api-key"] as const;
export type Auth = (typeof AUTHS)[number];

/** One of the dialects that a provider speaks, and where. */
export const faceSchema = z.strictObject({
  dialect: z.enum(DIALECTS),
  /**
   * What stands before the dialect's own path (`/chat/completions`, `/responses`, `/v1/messages`,
   * `/api/chat`), without a slash at its end: `/v1` for most of OpenAI's kind, often empty for the others.
   */
  path: z.string(),
  auth: z.enum(AUTHS),
});
export type Face = z.output<typeof faceSchema>;
