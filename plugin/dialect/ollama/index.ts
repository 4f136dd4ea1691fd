import { Failure } from "../../exchange/failure";
import { ChatRequest } from "../../exchange/request";
import { ChatResponse } from "../../exchange/response";
import { Stamp } from "../../exchange/stamp";
import { StreamReader, StreamWriter } from "../../exchange/stream";
import { HeaderWriter } from "../../wire/header-list";
import { Tape } from "../../wire/json-tape";
import { JsonWriter } from "../../wire/json-writer";
import { Output } from "../../wire/output";
import { Span } from "../../wire/span";
import { writeBearer } from "../bearer";
import { Dialect } from "../dialect";
import { readError, writeFailure } from "./failure";
import { writeModels } from "./models";
import { readRequest } from "./read-request";
import { readResponse } from "./read-response";
import { OllamaStreamReader } from "./read-stream";
import { writeRequest } from "./write-request";
import { writeResponse } from "./write-response";
import { OllamaStreamWriter } from "./write-stream";

/** Ollama's native API. */
export class Ollama extends Dialect {
  constructor() {
    super("ollama");
  }

  streamsByDefault(): bool {
    return true;
  }
  readRequest(tape: Tape, into: ChatRequest): Failure | null {
    return readRequest(tape, into);
  }
  writeResponse(response: ChatResponse, stamp: Stamp, json: JsonWriter): void {
    writeResponse(response, stamp, json);
  }
  streamWriter(request: ChatRequest, stamp: Stamp, out: Output): StreamWriter {
    return new OllamaStreamWriter(out, stamp);
  }
  streamContentType(): string {
    return "application/x-ndjson";
  }
  writeFailure(failure: Failure, json: JsonWriter): void {
    writeFailure(failure, json);
  }
  /** 529 is Anthropic's own. */
  status(status: i32): i32 {
    return status == 529 ? 503 : status;
  }
  writeModels(names: Array<Span>, json: JsonWriter): void {
    writeModels(names, json);
  }

  chatPath(): string {
    return "/api/chat";
  }
  writeRequest(request: ChatRequest, model: Span, maxTokens: i32, json: JsonWriter): void {
    writeRequest(request, model, json);
  }
  /** Ollama itself asks for none; its cloud and proxies before it take a bearer token. */
  writeCredential(key: Span, headers: HeaderWriter): void {
    writeBearer(key, headers);
  }
  keepsHeader(name: Span): bool {
    return false;
  }
  readResponse(tape: Tape, into: ChatResponse): bool {
    return readResponse(tape, into);
  }
  streamReader(): StreamReader {
    return new OllamaStreamReader();
  }
  readError(tape: Tape): string | null {
    return readError(tape);
  }
}
