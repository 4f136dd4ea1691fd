import { concat, encode, u32 } from "./bytes.ts";

/** A `google.protobuf.Value`. */
export type Metadata =
  | string
  | number
  | boolean
  | null
  | readonly Metadata[]
  | { readonly [name: string]: Metadata | undefined };

/** One step of a property's path. */
export function memberOf(value: Metadata | undefined, name: string): Metadata | undefined {
  if (value === null || typeof value !== "object" || !Object.hasOwn(value, name)) return undefined;
  return (value as { readonly [name: string]: Metadata | undefined })[name];
}

/** As Envoy 1.40 hands it over, measured: a list like a head whose names are the items, numbers as doubles. */
export function serializeMetadata(value: Metadata): Uint8Array {
  if (value === null) return new Uint8Array();
  if (typeof value === "string") return encode(value);
  if (typeof value === "boolean") return Uint8Array.of(value ? 1 : 0);
  if (typeof value === "number") return new Uint8Array(Float64Array.of(value).buffer);
  if (Array.isArray(value)) return pairs(value.flatMap((item: Metadata) => [serializeMetadata(item), NONE]));
  return pairs(Object.entries(value).flatMap(([name, inner]) => [encode(name), serializeMetadata(inner ?? null)]));
}

const NONE = new Uint8Array();
const NUL = new Uint8Array(1);

/** `parts`: names and values in turn. */
function pairs(parts: readonly Uint8Array[]): Uint8Array {
  return concat([
    u32(parts.length / 2),
    ...parts.map(({ length }) => u32(length)),
    ...parts.flatMap((part) => [part, NUL]),
  ]);
}
