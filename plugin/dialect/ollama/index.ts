import { AnswerHead } from "../../exchange/answer-head";
import { Failure } from "../../exchange/failure";
import { FieldNames } from "../../exchange/field-names";
import { Fit } from "../../exchange/fit";
import { Forced } from "../../exchange/forced";
import { ModelCard } from "../../exchange/model-card";
import { Prompt } from "../../exchange/prompt";
import { ChatRequest } from "../../exchange/request";
import { ChatResponse } from "../../exchange/response";
import { Splices } from "../../exchange/splices";
import { Stamp } from "../../exchange/stamp";
import { StreamReader, StreamWriter } from "../../exchange/stream";
import { Traits } from "../../exchange/traits";
import { HeaderReader, HeaderWriter } from "../../wire/header-list";
import { wholeNumber } from "../../wire/json-number";
import { Tape } from "../../wire/json-tape";
import { JsonWriter } from "../../wire/json-writer";
import { Output } from "../../wire/output";
import { ABSENT, Span } from "../../wire/span";
import { Dialect } from "../dialect";
import { EmbeddingDialect } from "../embedding-dialect";
import { Operation } from "../operation";
import { AnswerShape, ChatShape } from "./answer-shape";
import { OllamaEmbeddings } from "./embeddings";
import { readError, writeFailure } from "./failure";
import { fieldNames } from "./fields";
import { fitRequest } from "./fit";
import { forceSettings } from "./force";
import { forcedTool } from "./forced-tool";
import { OllamaLegacyEmbeddings } from "./legacy-embeddings";
import { loadingOf, writeLoaded } from "./loading";
import { writeModel, writeModels } from "./models";
import { readPrompt } from "./read-prompt";
import { readRequest } from "./read-request";
import { readResponse } from "./read-response";
import { OllamaStreamReader } from "./read-stream";
import { GREETING, writeRunning, writeVersion } from "./server";
import { writeShow } from "./show";
import { writeRequest } from "./write-request";
import { writeResponse } from "./write-response";
import { OllamaStreamWriter } from "./write-stream";

/** `/api/embed` */
export const embeddings: EmbeddingDialect = new OllamaEmbeddings();
/** `/api/embeddings`, which clients still call. */
export const legacyEmbeddings: EmbeddingDialect = new OllamaLegacyEmbeddings();

/** Ollama's native API: `/api/chat`. */
export class Ollama extends Dialect {
  constructor(
    fields: FieldNames = fieldNames("messages"),
    private shape: AnswerShape = new ChatShape(),
  ) {
    super("ollama", fields);
  }

  streamsByDefault(): bool {
    return true;
  }
  readRequest(tape: Tape, into: ChatRequest): Failure | null {
    return readRequest(tape, into);
  }
  longestAnswer(tape: Tape): i64 {
    const limit = tape.find(tape.find(tape.root, "options"), "num_predict");
    return tape.isNumber(limit) ? wholeNumber(tape.bytes(limit)) : 0;
  }
  readPrompt(tape: Tape, into: Prompt): void {
    readPrompt(tape, into);
  }
  force(tape: Tape, forced: Forced, traits: Traits, into: Splices): void {
    forceSettings(tape, forced, into);
  }
  writeResponse(response: ChatResponse, request: ChatRequest, stamp: Stamp, json: JsonWriter): void {
    writeResponse(response, this.shape, stamp, json);
  }
  streamWriter(request: ChatRequest, stamp: Stamp, out: Output): StreamWriter {
    return new OllamaStreamWriter(out, this.shape, stamp);
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
  writeModels(names: Array<Span>, query: Span, json: JsonWriter): void {
    writeModels(names, json);
  }
  writeModel(name: Span, json: JsonWriter): void {
    writeModel(name, json);
  }
  writeOwnAnswer(operation: Operation, json: JsonWriter): void {
    if (operation == Operation.Version) writeVersion(json);
    else writeRunning(json);
  }
  modelAlias(operation: Operation): string {
    return operation == Operation.ShowModel ? "name" : "";
  }
  defaultTag(): string {
    return ":latest";
  }
  writeShow(card: ModelCard, json: JsonWriter): void {
    writeShow(card, json);
  }
  loading(tape: Tape): string {
    return loadingOf(tape, this.fields.messages);
  }
  writeLoaded(model: Span, loading: string, stamp: Stamp, json: JsonWriter): void {
    writeLoaded(model, loading, this.shape, stamp, json);
  }
  /** A line is a document. */
  streamsDocuments(): bool {
    return true;
  }
  greeting(): string {
    return GREETING;
  }
  /** Ollama's answers tell neither an id nor limits. */
  writeHead(head: AnswerHead, headers: HeaderWriter): void {}

  chatPath(): string {
    return "/api/chat";
  }
  fit(request: ChatRequest, traits: Traits, into: Fit): void {
    fitRequest(request, traits, into);
  }
  writeRequest(request: ChatRequest, model: Span, traits: Traits, json: JsonWriter): void {
    writeRequest(request, model, traits, json);
  }
  callInWords(request: ChatRequest): Span {
    const tool = forcedTool(request);
    return tool === null ? ABSENT : tool.name;
  }
  keepsHeader(name: Span): bool {
    return false;
  }
  readResponse(tape: Tape, into: ChatResponse): bool {
    return readResponse(tape, this.shape, into);
  }
  streamReader(traits: Traits): StreamReader {
    return new OllamaStreamReader(this.shape);
  }
  readError(tape: Tape, status: i32): Failure | null {
    return readError(tape, status);
  }
  /** As `writeHead`. */
  readHead(header: HeaderReader, into: AnswerHead): void {}

  embeddings(): EmbeddingDialect | null {
    return embeddings;
  }
}
