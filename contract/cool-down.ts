import { z } from "zod";
import { OWN_REASONS } from "../plugin/policy/provider/own-reason.ts";
import { failureNames } from "./failure.ts";

/** Of `coolDownId` in the filter, 64 bits. */
export const coolDownId = z.string().regex(/^[0-9a-f]{16}$/, "expected 16 hex digits");

/** Milliseconds since 1970. */
export const milliseconds = z.int().min(0);

/** A provider key, or a model at its provider, that one worker lets cool down: `KeyNews` in the filter. */
export const coolDownSchema = z.strictObject({
  id: coolDownId,
  provider: z.string(),
  /** Absent: of the model, whichever the key. */
  key: z.string().optional(),
  /** The upstream model; absent: all. */
  model: z.string().optional(),
  /** 0: for good. */
  until: milliseconds,
  /** A failure's name, or what each Envoy knows by itself. */
  reason: z.enum([...failureNames, ...OWN_REASONS]),
  /** The provider has said until when: nobody is to ask before. */
  asked: z.literal(true).optional(),
});
export type CoolDown = z.output<typeof coolDownSchema>;

/** Whether it is to cool down for other Envoys too. */
export function isShared({ reason }: CoolDown): boolean {
  return !OWN_REASONS.includes(reason);
}
