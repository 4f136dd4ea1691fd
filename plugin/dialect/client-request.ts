import { EmbeddingRequest } from "../exchange/embedding";
import { Failure } from "../exchange/failure";
import { Prompt } from "../exchange/prompt";
import { ChatRequest } from "../exchange/request";
import { Tape } from "../wire/json-tape";
import { ABSENT, Span } from "../wire/span";
import { Dialect } from "./dialect";
import { EmbeddingDialect } from "./embedding-dialect";

/** Memory is used again, a number is not: it tells one body from every other. */
let bodies: u64 = 0;

const sharedTape = new Tape();
const sharedPrompt = new Prompt();
/** The number of the body that the tape holds, and of that which the prompt does; 0: none. */
let scanned: u64 = 0;
let shown: u64 = 0;
let isJson: bool = false;

/**
 * The body of a client's request, and what its dialect reads in it: each once, when it is first asked for. All requests of
 * the worker share one tape and one prompt. These are filled anew where another body came in between, so no request
 * sees what is in another's.
 */
export class ClientRequest {
  /** Whether the client wants its answer as a stream. */
  stream: bool = false;
  private number: u64 = 0;
  private read: ChatRequest | null = null;
  private readEmbedding: EmbeddingRequest | null = null;
  private refusal: Failure | null = null;

  constructor(
    public dialect: Dialect,
    /** Null: it does not ask for embeddings. */
    private shape: EmbeddingDialect | null,
    public body: Span,
  ) {
    this.renumber();
  }

  private renumber(): void {
    bodies += 1;
    this.number = bodies;
  }

  /** False: the body is no JSON, and `tape` tells where not. */
  scan(): bool {
    if (scanned != this.number) {
      scanned = this.number;
      isJson = sharedTape.scan(this.body);
    }
    return isJson;
  }

  /** Of the body; valid until another's. */
  get tape(): Tape {
    this.scan();
    return sharedTape;
  }

  /** What it shows to the model; valid until another's. */
  get prompt(): Prompt {
    if (shown != this.number) {
      shown = this.number;
      sharedPrompt.clear();
      if (this.scan()) this.dialect.readPrompt(sharedTape, sharedPrompt);
    }
    return sharedPrompt;
  }

  /** The chat in the neutral form; null: only its own dialect can say it, and `unreadable` tells why. */
  get chat(): ChatRequest | null {
    const request = this.asRead;
    return this.refusal === null ? request : null;
  }

  /** The chat as far as it has a neutral form: what its own dialect's writers have to know of it. */
  get asRead(): ChatRequest {
    const known = this.read;
    if (known !== null) return known;
    const request = new ChatRequest(this.dialect.fields);
    request.stream = this.stream;
    if (this.scan()) this.refusal = this.dialect.readChat(sharedTape, request);
    this.read = request;
    return request;
  }

  /** Null: it asks for none, or only its own shape can say it. */
  get embedding(): EmbeddingRequest | null {
    const shape = this.shape;
    const known = this.readEmbedding;
    if (shape === null || known !== null || this.refusal !== null) return known;
    const request = new EmbeddingRequest();
    if (this.scan()) this.refusal = shape.readRequest(sharedTape, request);
    if (this.refusal === null) this.readEmbedding = request;
    return this.readEmbedding;
  }

  /** Why `chat` or `embedding` is null. */
  get unreadable(): Failure | null {
    return this.refusal;
  }

  /** The body itself is its owner's. */
  free(): void {
    const request = this.read;
    if (request !== null) request.free();
    this.body = ABSENT;
    this.renumber();
  }
}
