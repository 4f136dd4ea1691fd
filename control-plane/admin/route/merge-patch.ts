import { z } from "zod";

/** The body of a PATCH for resources of this shape: any of its fields, null for one to take away. */
export function patchSchema<Shape extends z.ZodRawShape>(shape: Shape): z.ZodType<Record<string, unknown>> {
  const fields = Object.entries(shape).map(([name, field]) => [
    name,
    bare(field as z.ZodType)
      .nullable()
      .optional(),
  ]);
  // Without their defaults: what is not given is not changed.
  return z.strictObject(Object.fromEntries(fields)) as unknown as z.ZodType<Record<string, unknown>>;
}

function bare(field: z.ZodType): z.ZodType {
  return field instanceof z.ZodDefault || field instanceof z.ZodOptional
    ? bare(field.def.innerType as z.ZodType)
    : field;
}

/** Field by field at the top: a list or an object inside takes the place of the one before, for nobody patches half a limit. */
export function patched(before: unknown, patch: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const after = { ...(before as Record<string, unknown>), ...patch };
  return Object.fromEntries(Object.entries(after).filter(([, value]) => value !== null));
}
