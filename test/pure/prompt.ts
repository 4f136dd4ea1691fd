import { loadAssembly } from "./load-assembly.ts";
import type { DialectName } from "./pure.ts";

interface PromptExports {
  memory: WebAssembly.Memory;
  allocate(size: number): number;
  release(at: number): void;
  resultStart(): number;
  resultLength(): number;
  chooseDialect(at: number, size: number): void;
  readPrompt(at: number, size: number): number;
  estimate(at: number, size: number): number;
  openRequest(at: number, size: number): number;
  showRequest(request: number): void;
  readRequest(request: number): number;
  closeRequest(request: number): void;
}

/** What a request shows to the model. */
export interface Prompt {
  messages: number;
  estimatedTokens: number;
  hasTools: boolean;
  hasImages: boolean;
  hasSystem: boolean;
  hasSchema: boolean;
  lastUserText: string;
  /** Who says it: 0 the system, 1 the user, 2 anyone else. */
  texts: [place: 0 | 1 | 2, text: string][];
}

export async function loadPromptReader(): Promise<PromptReader> {
  return new PromptReader(await loadAssembly<PromptExports>(import("./assembly/prompt.ts?wasm")));
}

export class PromptReader {
  readonly #wasm: PromptExports;

  constructor(wasm: PromptExports) {
    this.#wasm = wasm;
  }

  #with<T>(text: string, use: (at: number, size: number) => T): T {
    const data = Buffer.from(text);
    const at = this.#wasm.allocate(data.length);
    new Uint8Array(this.#wasm.memory.buffer).set(data, at);
    const result = use(at, data.length);
    this.#wasm.release(at);
    return result;
  }

  /** `request`: an object, or its exact text. */
  read(dialect: DialectName, request: object | string): Prompt {
    const body = typeof request === "string" ? request : JSON.stringify(request);
    this.#with(dialect, (at, size) => this.#wasm.chooseDialect(at, size));
    if (!this.#with(body, (at, size) => this.#wasm.readPrompt(at, size))) throw new Error("not JSON");
    return this.#result();
  }

  #result(): Prompt {
    const { memory, resultStart, resultLength } = this.#wasm;
    return JSON.parse(Buffer.from(memory.buffer, resultStart(), resultLength()).toString());
  }

  /** A request of OpenAI's that stays open, beside others. */
  open(request: object): { show(): Prompt; isNeutral(): boolean; close(): void } {
    const body = Buffer.from(JSON.stringify(request));
    this.#with("openai", (at, size) => this.#wasm.chooseDialect(at, size));
    const at = this.#wasm.allocate(body.length);
    new Uint8Array(this.#wasm.memory.buffer).set(body, at);
    const number = this.#wasm.openRequest(at, body.length);
    return {
      show: () => {
        this.#wasm.showRequest(number);
        return this.#result();
      },
      isNeutral: () => this.#wasm.readRequest(number) !== 0,
      close: () => {
        this.#wasm.closeRequest(number);
        this.#wasm.release(at);
      },
    };
  }

  /** As the answer to `count_tokens` would tell; undefined where the request cannot be read in full. */
  estimate(dialect: DialectName, request: object): number | undefined {
    this.#with(dialect, (at, size) => this.#wasm.chooseDialect(at, size));
    const tokens = this.#with(JSON.stringify(request), (at, size) => this.#wasm.estimate(at, size));
    return tokens < 0 ? undefined : tokens;
  }
}
