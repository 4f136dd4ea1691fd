import { z } from "zod";
import { policySchema } from "./policy.ts";

/** What the gateway filter gets as its plugin configuration. */
export const pluginConfigSchema = z.strictObject({
  policy: policySchema,
  /** Absent: the inline policy is all there is. */
  control_plane: z.strictObject({ cluster: z.string(), authority: z.string() }).optional(),
});
export type PluginConfig = z.output<typeof pluginConfigSchema>;
