/**
 * JSON for people: what fits on a (long) line stands on one. The filter's configuration is a string, since
 * Envoy hands a `google.protobuf.Struct` to a filter as binary protobuf (seen on 1.40.0).
 */
export function readableJson(value: unknown, indent = ""): string {
  const line = JSON.stringify(value);
  if (value === null || typeof value !== "object" || indent.length + line.length <= 240) return line;
  const deeper = `${indent}  `;
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  const items = Array.isArray(value)
    ? value.map((item) => readableJson(item, deeper))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${readableJson(item, deeper)}`);
  return `${open}\n${deeper}${items.join(`,\n${deeper}`)}\n${indent}${close}`;
}
