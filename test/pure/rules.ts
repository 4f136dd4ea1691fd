import type { Policy } from "../../contract/policy.ts";
import { checkConfig } from "../../control-plane/config/parse.ts";
import { buildPolicy } from "../../control-plane/policy/build.ts";
import { loadAssembly } from "./load-assembly.ts";

interface RulesExports {
  memory: WebAssembly.Memory;
  allocate(size: number): number;
  release(at: number): void;
  resultStart(): number;
  resultLength(): number;
  load(at: number, size: number): number;
  chooseKey(at: number, size: number): void;
  chooseHeaders(at: number, size: number): void;
  choosePath(at: number, size: number): void;
  chooseTime(seconds: bigint): void;
  evaluate(at: number, size: number): number;
}

/** A request, as far as rules look at it. */
export interface Asked {
  path?: string;
  /** The id of a client key; absent: an anonymous caller. */
  key?: string;
  headers?: Readonly<Record<string, string>>;
  /** RFC 3339. */
  time?: string;
  body: object | string;
}

const BASE = {
  providers: { openai: { dialect: "openai", url: "http://a.test/v1" } },
  models: { "*": { targets: [{ provider: "openai" }] } },
};

/** A policy with those rules, as the control plane makes it. */
export function policyWith(rules: readonly object[], more: object = {}): Policy {
  return buildPolicy(checkConfig({ ...BASE, ...more, rules }, "test"), {});
}

export async function loadRules(): Promise<Rules> {
  return new Rules(await loadAssembly<RulesExports>(import("./assembly/rules.ts?wasm")));
}

export class Rules {
  readonly #wasm: RulesExports;

  constructor(wasm: RulesExports) {
    this.#wasm = wasm;
  }

  /** The text stays where it is. */
  #place(text: string): [at: number, size: number] {
    const data = Buffer.from(text);
    const at = this.#wasm.allocate(data.length);
    new Uint8Array(this.#wasm.memory.buffer).set(data, at);
    return [at, data.length];
  }

  #result(): string {
    return Buffer.from(this.#wasm.memory.buffer, this.#wasm.resultStart(), this.#wasm.resultLength()).toString();
  }

  /** @returns why it was refused; undefined: it is in force */
  load(policy: object): string | undefined {
    const [at, size] = this.#place(JSON.stringify(policy));
    const done = this.#wasm.load(at, size);
    this.#wasm.release(at);
    return done ? undefined : this.#result();
  }

  /** The id of the rule that applies; undefined: none does. */
  find({
    path = "/v1/chat/completions",
    key = "",
    headers = {},
    time = "2026-11-02T12:00:00Z",
    body,
  }: Asked): string | undefined {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\n`);
    this.#wasm.chooseKey(...this.#place(key));
    this.#wasm.chooseHeaders(...this.#place(lines.join("")));
    this.#wasm.choosePath(...this.#place(path));
    this.#wasm.chooseTime(BigInt(Math.floor(Date.parse(time) / 1000)));
    const done = this.#wasm.evaluate(...this.#place(typeof body === "string" ? body : JSON.stringify(body)));
    if (!done) throw new Error("not JSON");
    return this.#result() || undefined;
  }
}
