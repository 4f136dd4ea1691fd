import { loadAssembly } from "./load-assembly.ts";

export async function loadPure(): Promise<Pure> {
  return new Pure(await loadAssembly<PureExports>(import("./assembly/exchange.ts?wasm")));
}

interface PureExports {
  memory: WebAssembly.Memory;
  allocate(size: number): number;
  release(at: number): void;
  resultStart(): number;
  resultLength(): number;
  globMatches(pattern: number, patternSize: number, name: number, nameSize: number): number;
  sha256(at: number, size: number): void;
  chooseClient(at: number, size: number): void;
  chooseProvider(at: number, size: number): void;
  chooseTraits(at: number, size: number): void;
  translateRequest(at: number, size: number, stream: number): number;
  losses(): void;
  ask(at: number, size: number): number;
  translateResponse(at: number, size: number): number;
  translateError(at: number, size: number, status: number): number;
  translateEmbeddingRequest(at: number, size: number): number;
  translateEmbeddings(at: number, size: number, base64: number): number;
  translateHead(at: number, size: number): void;
  keepsHeader(at: number, size: number): number;
  listModels(at: number, size: number): void;
  oneModel(at: number, size: number): void;
  tokenCount(count: number): void;
  ollamaAnswer(at: number, size: number): void;
  ollamaImageType(at: number, size: number): void;
  readEvent(at: number, size: number): number;
  breakStream(): void;
  openStream(usage: number): void;
  feedStream(at: number, size: number, atEnd: number): number;
  failureStatus(): number;
}

/** The four dialects, and the older endpoints of two of them. */
export type DialectName = "openai" | "responses" | "anthropic" | "ollama" | "completions" | "generate";

type Bytes = string | Uint8Array;

/** The pure parts of the filter, with JavaScript values in and out. */
export class Pure {
  readonly #wasm: PureExports;

  constructor(wasm: PureExports) {
    this.#wasm = wasm;
  }

  #with<T>(bytes: Bytes, use: (at: number, size: number) => T): T {
    const data = Buffer.from(bytes as Uint8Array);
    const at = this.#wasm.allocate(data.length);
    new Uint8Array(this.#wasm.memory.buffer).set(data, at);
    const result = use(at, data.length);
    this.#wasm.release(at);
    return result;
  }

  #result(): Buffer {
    return Buffer.from(new Uint8Array(this.#wasm.memory.buffer, this.#wasm.resultStart(), this.#wasm.resultLength()));
  }

  globMatches(pattern: string, name: string): boolean {
    return this.#with(pattern, (p, n) => this.#with(name, (q, m) => this.#wasm.globMatches(p, n, q, m))) !== 0;
  }

  sha256(bytes: Bytes): string {
    this.#with(bytes, (at, size) => this.#wasm.sha256(at, size));
    return this.#result().toString("hex");
  }

  #choose(client: DialectName, provider: DialectName, traits: object = {}): void {
    this.#with(client, (at, size) => this.#wasm.chooseClient(at, size));
    this.#with(provider, (at, size) => this.#wasm.chooseProvider(at, size));
    this.#with(JSON.stringify(traits), (at, size) => this.#wasm.chooseTraits(at, size));
  }

  /** The request's JSON for the provider; a refusal throws its reason. `traits`: as in the policy. */
  translateRequest(
    client: DialectName,
    provider: DialectName,
    request: object | string,
    { stream = false, traits = {} }: { stream?: boolean; traits?: object } = {},
  ): unknown {
    this.#choose(client, provider, traits);
    const document = typeof request === "string" ? request : JSON.stringify(request);
    const done = this.#with(document, (at, size) => this.#wasm.translateRequest(at, size, stream ? 1 : 0));
    const result = this.#result().toString();
    if (!done) throw new Error(result);
    return JSON.parse(result);
  }

  /** What the request translated last lost, in the client's field names. */
  losses(): { dropped: string[]; approximated: string[] } {
    this.#wasm.losses();
    const [dropped = "", approximated = ""] = this.#result().toString().split(";");
    const names = (list: string) => (list === "" ? [] : list.split(","));
    return { dropped: names(dropped), approximated: names(approximated) };
  }

  /** The answer's JSON for the client; null if it is no chat response. `request`: what the client asked. */
  translateResponse(provider: DialectName, client: DialectName, response: object, request: object = ASKED): unknown {
    this.#choose(client, provider);
    return this.#asked(request, () => {
      const done = this.#with(JSON.stringify(response), (at, size) => this.#wasm.translateResponse(at, size));
      return done ? JSON.parse(this.#result().toString()) : null;
    });
  }

  /** The client's envelope of a provider's error document; null if it is none. */
  translateError(provider: DialectName, client: DialectName, status: number, document: object): unknown {
    this.#choose(client, provider);
    const done = this.#with(JSON.stringify(document), (at, size) => this.#wasm.translateError(at, size, status));
    return done ? JSON.parse(this.#result().toString()) : null;
  }

  /** As `translateRequest`, of embeddings. */
  translateEmbeddingRequest(client: DialectName, provider: DialectName, request: object): unknown {
    this.#choose(client, provider);
    const document = JSON.stringify(request);
    const done = this.#with(document, (at, size) => this.#wasm.translateEmbeddingRequest(at, size));
    const result = this.#result().toString();
    if (!done) throw new Error(result);
    return JSON.parse(result);
  }

  /** As `translateResponse`, of embeddings. `base64`: the client asked for it. */
  translateEmbeddings(provider: DialectName, client: DialectName, response: object | string, base64 = false): unknown {
    this.#choose(client, provider);
    const document = typeof response === "string" ? response : JSON.stringify(response);
    const done = this.#with(document, (at, size) => this.#wasm.translateEmbeddings(at, size, base64 ? 1 : 0));
    return done ? JSON.parse(this.#result().toString()) : null;
  }

  /** Keeps the client's request alive while answers to it are written. */
  #asked<T>(request: object, use: () => T): T {
    return this.#with(JSON.stringify(request), (at, size) => {
      this.#wasm.ask(at, size);
      return use();
    });
  }

  /** What of a provider's response headers the client gets, under its own names. */
  translateHead(provider: DialectName, client: DialectName, headers: Record<string, string>): Record<string, string> {
    this.#choose(client, provider);
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\n`);
    this.#with(lines.join(""), (at, size) => this.#wasm.translateHead(at, size));
    const told = this.#result().toString().split("\n").slice(0, -1);
    return Object.fromEntries(told.map((line) => line.split(": ") as [string, string]));
  }

  /** Whether a client's header of that name goes on to a provider of its own dialect. */
  keepsHeader(client: DialectName, name: string): boolean {
    this.#choose(client, client);
    return this.#with(name, (at, size) => this.#wasm.keepsHeader(at, size)) !== 0;
  }

  /** The client's list of models. */
  listModels(client: DialectName, names: readonly string[]): unknown {
    this.#choose(client, client);
    this.#with(names.map((name) => `${name}\n`).join(""), (at, size) => this.#wasm.listModels(at, size));
    return JSON.parse(this.#result().toString());
  }

  /** One of them. */
  oneModel(client: DialectName, name: string): unknown {
    this.#choose(client, client);
    this.#with(name, (at, size) => this.#wasm.oneModel(at, size));
    return JSON.parse(this.#result().toString());
  }

  /** Anthropic's answer to a request to count tokens. */
  tokenCount(count: number): unknown {
    this.#wasm.tokenCount(count);
    return JSON.parse(this.#result().toString());
  }

  /** What an Ollama says of itself at `/api/<what>`. */
  ollamaAnswer(what: "version" | "ps" | "show"): unknown {
    this.#with(what, (at, size) => this.#wasm.ollamaAnswer(at, size));
    return JSON.parse(this.#result().toString());
  }

  /** The media type of an image in base64, as it stands in JSON; empty if it is not known. */
  ollamaImageType(base64: string): string {
    this.#with(base64, (at, size) => this.#wasm.ollamaImageType(at, size));
    return this.#result().toString();
  }

  /** What each event of a provider's stream means to the filter. */
  meanings(provider: DialectName, events: readonly string[]): string[] {
    this.#choose(provider, provider);
    return this.#asked(ASKED, () => {
      this.#wasm.openStream(1);
      return events.map((event) => {
        const meaning = this.#with(event, (at, size) => this.#wasm.readEvent(at, size));
        return `${STEPS[meaning & 7]}${meaning & 8 ? ", only usage" : ""}`;
      });
    });
  }

  /**
   * What the client gets for a provider's stream that arrives in these chunks. `failed`: it was not
   * whole; `lastWord`: what the client is told then.
   */
  translateStream(
    provider: DialectName,
    client: DialectName,
    chunks: readonly Uint8Array[],
    { usage = true, request = ASKED, traits = {} }: { usage?: boolean; request?: object; traits?: object } = {},
  ): { text: string; failed: boolean; status: number; lastWord: string } {
    this.#choose(client, provider, traits);
    return this.#asked(request, () => {
      this.#wasm.openStream(usage ? 1 : 0);
      let text = "";
      let step = 0;
      for (const chunk of [...chunks, new Uint8Array()]) {
        step = this.#with(chunk, (at, size) => this.#wasm.feedStream(at, size, chunk.length === 0 ? 1 : 0));
        text += this.#result().toString();
        if (step === FAILED) break;
      }
      const failed = step === FAILED;
      if (failed) this.#wasm.breakStream();
      return { text, failed, status: this.#wasm.failureStatus(), lastWord: failed ? this.#result().toString() : "" };
    });
  }
}

/** A request that every chat dialect reads. */
const ASKED = { model: "any", messages: [{ role: "user", content: "hi" }], input: "hi", prompt: "hi" };

const FAILED = 3;

const STEPS = ["nothing", "content", "finished", "failed"] as const;
