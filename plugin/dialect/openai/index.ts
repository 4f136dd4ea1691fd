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
import { writeBearer } from "../bearer";
import { Dialect } from "../dialect";
import { readError, writeFailure } from "./failure";
import { writeModels } from "./models";
import { readRequest } from "./read-request";
import { readResponse } from "./read-response";
import { OpenAiStreamReader } from "./read-stream";
import { writeRequest } from "./write-request";
import { writeResponse } from "./write-response";
import { OpenAiStreamWriter } from "./write-stream";

/** OpenAI's chat completions, and what the many compatible servers make of them. */
export class OpenAi extends Dialect {
  constructor() {
    super("openai");
  }

  readRequest(tape: Tape, into: ChatRequest): Failure | null {
    return readRequest(tape, into);
  }
  writeResponse(response: ChatResponse, stamp: Stamp, json: JsonWriter): void {
    writeResponse(response, stamp, json);
  }
  streamWriter(request: ChatRequest, stamp: Stamp, out: Output): StreamWriter {
    return new OpenAiStreamWriter(out, stamp, request.streamUsage);
  }
  streamContentType(): string {
    return "text/event-stream; charset=utf-8";
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
    return "/chat/completions";
  }
  writeRequest(request: ChatRequest, model: Span, maxTokens: i32, json: JsonWriter): void {
    writeRequest(request, model, json);
  }
  writeCredential(key: Span, headers: HeaderWriter): void {
    writeBearer(key, headers);
  }
  keepsHeader(name: Span): bool {
    return startsWith(name, "openai-") || startsWith(name, "x-stainless-");
  }
  readResponse(tape: Tape, into: ChatResponse): bool {
    return readResponse(tape, into);
  }
  streamReader(): StreamReader {
    return new OpenAiStreamReader();
  }
  readError(tape: Tape): string | null {
    return readError(tape);
  }
}
