/**
 * JSON with one text for one value: members sorted by their names' UTF-16 code units, no white space, as in RFC 8785.
 * Takes what JSON can say, and what `JSON.stringify` makes of the rest.
 */
export function canonicalJson(value: unknown): string {
  return sorted(JSON.parse(JSON.stringify(value) ?? "null"));
}

function sorted(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sorted).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, inner]) => `${JSON.stringify(name)}:${sorted(inner)}`).join(",")}}`;
}
