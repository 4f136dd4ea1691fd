import { demand } from "../demand.ts";

/** What a document has to hold; more is allowed. */
export type Shape =
  | "string"
  | "number"
  | "boolean"
  | "string or null"
  | "object"
  | readonly [Shape]
  | { readonly [field: string]: Shape };

/** @throws Fault naming the first value that is of another shape */
export function demandShape(value: unknown, shape: Shape, path = "the document"): void {
  const said = () => `${path}: expected ${JSON.stringify(shape)}, got ${JSON.stringify(value)?.slice(0, 200)}`;
  if (shape === "string or null") {
    demand(value === null || typeof value === "string", said);
    return;
  }
  if (typeof shape === "string") {
    demand(typeof value === shape && value !== null, said);
    return;
  }
  if (Array.isArray(shape)) {
    demand(Array.isArray(value), said);
    for (const [index, item] of value.entries()) demandShape(item, shape[0] as Shape, `${path}[${index}]`);
    return;
  }
  demand(typeof value === "object" && value !== null && !Array.isArray(value), said);
  for (const [name, of] of Object.entries(shape))
    demandShape((value as Record<string, unknown>)[name], of, `${path}.${name}`);
}
