import { AnswerHead } from "../../exchange/answer-head";
import { ClientHead } from "../../exchange/client-head";
import { Failure } from "../../exchange/failure";
import { Fit } from "../../exchange/fit";
import { Forced } from "../../exchange/forced";
import { Prompt } from "../../exchange/prompt";
import { ChatRequest } from "../../exchange/request";
import { ChatResponse } from "../../exchange/response";
import { Splices } from "../../exchange/splices";
import { Stamp } from "../../exchange/stamp";
import { StreamReader, StreamWriter } from "../../exchange/stream";
import { Traits } from "../../exchange/traits";
import { HeaderReader, HeaderWriter } from "../../wire/header-list";
import { Tape } from "../../wire/json-tape";
import { JsonWriter } from "../../wire/json-writer";
import { Output } from "../../wire/output";
import { is, Span, startsWith } from "../../wire/span";
import { Dialect } from "../dialect";
import { refusedMembers } from "./as-written";
import { writeTokenCount } from "./count-tokens";
import { readError, writeFailure } from "./failure";
import { FIELDS } from "./fields";
import { fitRequest } from "./fit";
import { forceSettings } from "./force";
import { writeModel, writeModels } from "./models";
import { isRateLimit, readHead, writeHead } from "./rate-limits";
import { readPrompt } from "./read-prompt";
import { readRequest } from "./read-request";
import { readResponse } from "./read-response";
import { AnthropicStreamReader } from "./read-stream";
import { writeRequest } from "./write-request";
import { writeResponse } from "./write-response";
import { AnthropicStreamWriter } from "./write-stream";

/**
 * The version of the Messages API that the writer speaks: the newer 2026-10-21 takes no sampling
 * settings, and compatible servers do not know it. https://platform.claude.com/docs/en/api/versioning
 */
const VERSION: string = "2023-06-01";

/** Anthropic's Messages API. */
export class Anthropic extends Dialect {
  constructor() {
    super("anthropic", FIELDS);
  }

  readClientHeader(header: HeaderReader, into: ClientHead): void {
    if (is(header.name, "x-api-key")) {
      into.present(header.value);
      into.leansTo = this.name;
    } else if (is(header.name, "anthropic-version")) into.speaks = this.name;
  }
  readRequest(tape: Tape, into: ChatRequest): Failure | null {
    return readRequest(tape, into);
  }
  readPrompt(tape: Tape, into: Prompt): void {
    readPrompt(tape, into);
  }
  force(tape: Tape, forced: Forced, traits: Traits, into: Splices): void {
    forceSettings(tape, forced, into);
  }
  writeResponse(response: ChatResponse, request: ChatRequest, stamp: Stamp, json: JsonWriter): void {
    writeResponse(response, stamp, json);
  }
  streamWriter(request: ChatRequest, stamp: Stamp, out: Output): StreamWriter {
    return new AnthropicStreamWriter(out, request, stamp);
  }
  streamContentType(): string {
    return "text/event-stream; charset=utf-8";
  }
  writeFailure(failure: Failure, json: JsonWriter): void {
    writeFailure(failure, json);
  }
  writeModels(names: Array<Span>, query: Span, json: JsonWriter): void {
    writeModels(names, json);
  }
  writeModel(name: Span, json: JsonWriter): void {
    writeModel(name, json);
  }
  writeTokenCount(count: i64, json: JsonWriter): string {
    return writeTokenCount(count, json);
  }
  writeHead(head: AnswerHead, headers: HeaderWriter): void {
    writeHead(head, headers);
  }
  isRateLimit(name: Span): bool {
    return isRateLimit(name);
  }

  chatPath(): string {
    return "/v1/messages";
  }
  countTokensPath(): string {
    return "/v1/messages/count_tokens";
  }
  fit(request: ChatRequest, traits: Traits, into: Fit): void {
    fitRequest(request, traits, into);
  }
  writeRequest(request: ChatRequest, model: Span, traits: Traits, json: JsonWriter): void {
    writeRequest(request, model, traits, json);
  }
  writeHeaders(headers: HeaderWriter): void {
    if (!headers.has("anthropic-version")) headers.setText("anthropic-version", VERSION);
  }
  takesCacheControl(): bool {
    return true;
  }
  refusedMembers(tape: Tape, traits: Traits): Array<string> {
    return refusedMembers(tape, traits);
  }
  keepsHeader(name: Span): bool {
    // Which of the workspaces of the gateway's key is charged is not the client's to choose.
    if (is(name, "anthropic-workspace-id")) return false;
    return startsWith(name, "anthropic-") || startsWith(name, "x-stainless-");
  }
  changesAnswer(header: HeaderReader): bool {
    const name = header.name;
    if (is(name, "anthropic-dangerous-direct-browser-access")) return false;
    if (is(name, "anthropic-version")) return !is(header.value, VERSION);
    return startsWith(name, "anthropic-") && this.keepsHeader(name);
  }
  readResponse(tape: Tape, into: ChatResponse): bool {
    return readResponse(tape, into);
  }
  streamReader(traits: Traits): StreamReader {
    return new AnthropicStreamReader();
  }
  readError(tape: Tape, status: i32): Failure | null {
    return readError(tape, status);
  }
  readHead(header: HeaderReader, into: AnswerHead): void {
    readHead(header, into);
  }
}
