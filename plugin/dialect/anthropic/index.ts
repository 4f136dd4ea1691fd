import { Failure } from "../../exchange/failure";
import { ChatRequest } from "../../exchange/request";
import { ChatResponse } from "../../exchange/response";
import { Stamp } from "../../exchange/stamp";
import { StreamReader, StreamWriter } from "../../exchange/stream";
import { HeaderWriter } from "../../wire/header-list";
import { Tape } from "../../wire/json-tape";
import { JsonWriter } from "../../wire/json-writer";
import { Output } from "../../wire/output";
import { Span, startsWith } from "../../wire/span";
import { Dialect } from "../dialect";
import { readError, writeFailure } from "./failure";
import { writeModels } from "./models";
import { readRequest } from "./read-request";
import { readResponse } from "./read-response";
import { AnthropicStreamReader } from "./read-stream";
import { writeRequest } from "./write-request";
import { writeResponse } from "./write-response";
import { AnthropicStreamWriter } from "./write-stream";

/** The version of the Messages API that the writer speaks. https://docs.claude.com/en/api/versioning */
const VERSION: string = "2023-06-01";

/** Anthropic's Messages API. */
export class Anthropic extends Dialect {
  constructor() {
    super("anthropic");
  }

  readRequest(tape: Tape, into: ChatRequest): Failure | null {
    return readRequest(tape, into);
  }
  writeResponse(response: ChatResponse, stamp: Stamp, json: JsonWriter): void {
    writeResponse(response, stamp, json);
  }
  streamWriter(request: ChatRequest, stamp: Stamp, out: Output): StreamWriter {
    return new AnthropicStreamWriter(out, stamp);
  }
  streamContentType(): string {
    return "text/event-stream; charset=utf-8";
  }
  writeFailure(failure: Failure, json: JsonWriter): void {
    writeFailure(failure, json);
  }
  writeModels(names: Array<Span>, json: JsonWriter): void {
    writeModels(names, json);
  }

  chatPath(): string {
    return "/v1/messages";
  }
  writeRequest(request: ChatRequest, model: Span, maxTokens: i32, json: JsonWriter): void {
    writeRequest(request, model, maxTokens, json);
  }
  writeCredential(key: Span, headers: HeaderWriter): void {
    headers.set("x-api-key", key);
  }
  writeHeaders(headers: HeaderWriter): void {
    if (!headers.has("anthropic-version")) headers.setText("anthropic-version", VERSION);
  }
  keepsHeader(name: Span): bool {
    return startsWith(name, "anthropic-") || startsWith(name, "x-stainless-");
  }
  readResponse(tape: Tape, into: ChatResponse): bool {
    return readResponse(tape, into);
  }
  streamReader(): StreamReader {
    return new AnthropicStreamReader();
  }
  readError(tape: Tape): string | null {
    return readError(tape);
  }
}
