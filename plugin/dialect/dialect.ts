import { Failure } from "../exchange/failure";
import { ChatRequest } from "../exchange/request";
import { ChatResponse } from "../exchange/response";
import { Stamp } from "../exchange/stamp";
import { StreamReader, StreamWriter } from "../exchange/stream";
import { HeaderWriter } from "../wire/header-list";
import { Tape } from "../wire/json-tape";
import { JsonWriter } from "../wire/json-writer";
import { Output } from "../wire/output";
import { Span } from "../wire/span";

/**
 * A wire protocol, on either side of an exchange. Each dialect's folder has the same files; none
 * knows another dialect. Reading and writing never fail for lack of memory or by a throw: what is
 * wrong comes back as a Failure.
 */
export abstract class Dialect {
  constructor(public name: string) {}

  // --- on the client's side

  /** What `stream` means when it is absent. */
  streamsByDefault(): bool {
    return false;
  }
  /** Reads a chat request. A failure names the field that is wrong or that no other dialect can say. */
  abstract readRequest(tape: Tape, into: ChatRequest): Failure | null;
  abstract writeResponse(response: ChatResponse, stamp: Stamp, json: JsonWriter): void;
  abstract streamWriter(request: ChatRequest, stamp: Stamp, out: Output): StreamWriter;
  abstract streamContentType(): string;
  abstract writeFailure(failure: Failure, json: JsonWriter): void;
  /** The status this dialect's clients know for it. */
  status(status: i32): i32 {
    return status;
  }
  /** The list of models; `names` are raw JSON strings. */
  abstract writeModels(names: Array<Span>, json: JsonWriter): void;

  // --- on the provider's side

  /** Behind the provider's base URL. */
  abstract chatPath(): string;
  /** `model`: a raw JSON string. `maxTokens`: for a dialect that demands a limit where the client gave none. */
  abstract writeRequest(request: ChatRequest, model: Span, maxTokens: i32, json: JsonWriter): void;
  abstract writeCredential(key: Span, headers: HeaderWriter): void;
  /** Adds the headers that every request of this dialect needs and the client did not send. */
  writeHeaders(headers: HeaderWriter): void {}
  /** Whether a client's header means something to a provider of the same dialect. */
  abstract keepsHeader(name: Span): bool;
  /** False if the document is no chat response. */
  abstract readResponse(tape: Tape, into: ChatResponse): bool;
  abstract streamReader(): StreamReader;
  /** The message of a provider's error document, decoded; null if it is no such document. */
  abstract readError(tape: Tape): string | null;
}
