/** Headers as a test writes them: one value, several values, or pairs in their order. */
export type HeadersInput = Record<string, string | readonly string[]> | readonly (readonly [string, string])[];
export type Pair = [name: string, value: string];

/** Headers of which Envoy keeps one entry: adding to one joins the values with a comma. */
const single = new Set([
  "connection",
  "content-length",
  "content-type",
  "host",
  "te",
  "transfer-encoding",
  "upgrade",
  "user-agent",
]);
const isSingle = (name: string) => name.startsWith(":") || single.has(name);

/** Envoy's `HeaderMap`: names in lower case, several entries of one name in their order, pseudo headers first. */
export class HeaderMap {
  #pairs: Pair[] = [];

  constructor(input: HeadersInput = []) {
    const entries = Array.isArray(input) ? input : Object.entries(input);
    for (const [name, value] of entries) for (const one of [value].flat()) this.add(name, one);
  }

  get size(): number {
    return this.#pairs.length;
  }

  get byteSize(): number {
    return this.#pairs.reduce((size, [name, value]) => size + Buffer.byteLength(name) + Buffer.byteLength(value), 0);
  }

  pairs(): Pair[] {
    return this.#pairs.map(([name, value]) => [name, value]);
  }

  /** One string a name, several values joined with a comma. */
  toRecord(): Record<string, string> {
    const record: Record<string, string> = {};
    for (const [name, value] of this.#pairs) record[name] = name in record ? `${record[name]},${value}` : value;
    return record;
  }

  /** The first value only, as Envoy gives it to a filter that asks for one (seen on 1.40.0). */
  get(name: string): string | undefined {
    return this.#find(name)?.[1];
  }

  add(name: string, value: string): void {
    const key = name.toLowerCase();
    const present = isSingle(key) ? this.#find(key) : undefined;
    if (present) present[1] += `,${value}`;
    else this.#insert([key, value]);
  }

  replace(name: string, value: string): void {
    const present = this.#find(name);
    if (present) present[1] = value;
    else this.add(name, value);
    this.#pairs = this.#pairs.filter((pair) => !present || pair === present || pair[0] !== present[0]);
  }

  remove(name: string): void {
    const key = name.toLowerCase();
    this.#pairs = this.#pairs.filter((pair) => pair[0] !== key);
  }

  #find(name: string): Pair | undefined {
    const key = name.toLowerCase();
    return this.#pairs.find((pair) => pair[0] === key);
  }

  #insert(pair: Pair): void {
    const at = pair[0].startsWith(":") ? this.#pairs.findIndex(([name]) => !name.startsWith(":")) : -1;
    if (at < 0) this.#pairs.push(pair);
    else this.#pairs.splice(at, 0, pair);
  }
}
