import { Result } from "./abi.ts";

/** `proxy_get_shared_data` and `proxy_set_shared_data`: outlives every VM. */
export class SharedData {
  readonly #entries = new Map<string, { value: Uint8Array; cas: number }>();
  #nextCas = 1;

  get(key: string): { value: Uint8Array; cas: number } | undefined {
    return this.#entries.get(key);
  }

  /** A `cas` of 0 writes whatever is there. */
  set(key: string, value: Uint8Array, cas: number): Result {
    const present = this.#entries.get(key);
    if (present && cas !== 0 && cas !== present.cas) return Result.CasMismatch;
    this.#entries.set(key, { value, cas: this.#nextCas++ });
    return Result.Ok;
  }
}
