import { AnswerHead } from "../../exchange/answer-head";
import { ClientHead } from "../../exchange/client-head";
import { Failure } from "../../exchange/failure";
import { contains } from "../../wire/contains";
import { HeaderReader, HeaderWriter } from "../../wire/header-list";
import { Tape } from "../../wire/json-tape";
import { JsonWriter } from "../../wire/json-writer";
import { is, Span, startsWith } from "../../wire/span";
import { Dialect } from "../dialect";
import { writeFailure } from "./failure";
import { writeModel, writeModels } from "./models";
import { isRateLimit, readHead, writeHead } from "./rate-limits";
import { readError } from "./read-error";

const DELIVERY: Array<string> = ["stream", "stream_options"];

/** What OpenAI's two dialects share: all but the shape of requests and answers. */
export abstract class OpenAiPlatform extends Dialect {
  /** Azure's clients send their key as `api-key`. */
  readClientHeader(header: HeaderReader, into: ClientHead): void {
    if (is(header.name, "api-key")) into.present(header.value);
  }
  deliveryFields(): Array<string> {
    return DELIVERY;
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
  writeModels(names: Array<Span>, query: Span, json: JsonWriter): void {
    writeModels(names, contains(query, "client_version="), json);
  }
  writeModel(name: Span, json: JsonWriter): void {
    writeModel(name, json);
  }
  writeHead(head: AnswerHead, headers: HeaderWriter): void {
    writeHead(head, headers);
  }
  isRateLimit(name: Span): bool {
    return isRateLimit(name);
  }

  keepsHeader(name: Span): bool {
    return startsWith(name, "openai-") || startsWith(name, "x-stainless-") || is(name, "x-client-request-id");
  }
  changesAnswer(header: HeaderReader): bool {
    return startsWith(header.name, "openai-");
  }
  readError(tape: Tape, status: i32): Failure | null {
    return readError(tape, status);
  }
  readHead(header: HeaderReader, into: AnswerHead): void {
    readHead(header, into);
  }
}
