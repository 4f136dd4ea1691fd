/** The filter's pure parts, for tests: built by wasm-plugin.ts, called from Node. AssemblyScript. */
import { writeTokenCount } from "../../../plugin/dialect/anthropic/count-tokens";
import { Dialect } from "../../../plugin/dialect/dialect";
import { imageType } from "../../../plugin/dialect/ollama/image-type";
import { writeRunning, writeVersion } from "../../../plugin/dialect/ollama/server";
import { writeShow } from "../../../plugin/dialect/ollama/show";
import { completions, dialectNamed, generate, openai } from "../../../plugin/dialect/registry";
import { AnswerHead } from "../../../plugin/exchange/answer-head";
import { EmbeddingRequest, EmbeddingResponse } from "../../../plugin/exchange/embedding";
import { Failure } from "../../../plugin/exchange/failure";
import { Fit } from "../../../plugin/exchange/fit";
import { ModelCard } from "../../../plugin/exchange/model-card";
import { readTraits } from "../../../plugin/exchange/read-traits";
import { ChatRequest } from "../../../plugin/exchange/request";
import { ChatResponse } from "../../../plugin/exchange/response";
import { Stamp } from "../../../plugin/exchange/stamp";
import { SilentWriter, Step, StreamReader, StreamWriter } from "../../../plugin/exchange/stream";
import { Traits } from "../../../plugin/exchange/traits";
import { matches } from "../../../plugin/match/glob";
import { HeaderReader, HeaderWriter } from "../../../plugin/wire/header-list";
import { Tape } from "../../../plugin/wire/json-tape";
import { JsonWriter } from "../../../plugin/wire/json-writer";
import { copied, Output } from "../../../plugin/wire/output";
import { sha256 as digest } from "../../../plugin/wire/sha256";
import { ABSENT, from, is, length, PADDING, Span, span, start, until } from "../../../plugin/wire/span";

const out = new Output();
const tape = new Tape();

export function allocate(size: i32): usize {
  return heap.alloc(<usize>size + PADDING);
}
export function release(at: usize): void {
  heap.free(at);
}
export function resultStart(): usize {
  return start(out.bytes);
}
export function resultLength(): i32 {
  return length(out.bytes);
}

export function globMatches(pattern: usize, patternSize: i32, name: usize, nameSize: i32): bool {
  return matches(span(pattern, patternSize), span(name, nameSize));
}

export function sha256(at: usize, size: i32): void {
  out.clear();
  const room = heap.alloc(32);
  digest(span(at, size), room);
  out.raw(span(room, 32));
  heap.free(room);
}

const stamp = new Stamp(7, 1_700_000_000_000_000_000, () => 1_700_000_001_000_000_000);

let client: Dialect = openai;
let provider: Dialect = openai;
let traits: Traits = new Traits();

function dialect(name: Span): Dialect {
  if (is(name, "completions")) return completions;
  if (is(name, "generate")) return generate;
  const known = dialectNamed(name);
  return known === null ? openai : known;
}

/** Names the two sides of what follows. */
export function chooseClient(at: usize, size: i32): void {
  client = dialect(span(at, size));
}
export function chooseProvider(at: usize, size: i32): void {
  provider = client.towards(dialect(span(at, size)), traits);
}

/** The provider's traits, from a JSON document such as the policy's. */
export function chooseTraits(at: usize, size: i32): void {
  tape.scan(span(at, size));
  traits = readTraits(tape, tape.root, 4096);
}

function say(text: string): void {
  const message = String.UTF8.encode(text);
  out.raw(span(changetype<usize>(message), message.byteLength));
}

function refused(failure: Failure): bool {
  out.clear();
  say(failure.message);
  return false;
}

let clientRequest: ChatRequest = new ChatRequest(openai.fields);
let fit: Fit = new Fit();

/** A client's request as a provider gets it; false: refused, the result is the reason. */
export function translateRequest(at: usize, size: i32, stream: bool): bool {
  out.clear();
  fit = new Fit();
  if (!tape.scan(span(at, size))) return refused(new Failure(400, "not JSON"));
  const request = new ChatRequest(client.fields);
  request.stream = stream;
  const failure = client.readChat(tape, request);
  if (failure !== null) return refused(failure);
  provider.fit(request, traits, fit);
  const unfit = fit.failure;
  if (unfit !== null) return refused(unfit);
  for (let i = 0; i < request.dropped.length; i++) fit.drop(request.dropped[i]);
  for (let i = 0; i < request.approximated.length; i++) fit.approximate(request.approximated[i]);
  const model = tape.text(tape.find(tape.root, "model"));
  provider.writeRequest(request, model, traits, new JsonWriter(out));
  request.free();
  return true;
}

/** What the last request lost: `dropped,…;approximated,…` */
export function losses(): void {
  out.clear();
  say(fit.dropped.join(",") + ";" + fit.approximated.join(","));
}

/** Reads the client's request, which the answers that follow may repeat; it must stay where it is. */
export function ask(at: usize, size: i32): bool {
  clientRequest.free();
  clientRequest = new ChatRequest(client.fields);
  return tape.scan(span(at, size)) && client.readChat(tape, clientRequest) === null;
}

/** A provider's answer as a client gets it; false: it is no chat response. */
export function translateResponse(at: usize, size: i32): bool {
  out.clear();
  const response = new ChatResponse();
  if (!tape.scan(span(at, size)) || !provider.readResponse(tape, response)) return false;
  response.maker = provider === client ? "" : provider.name;
  client.writeResponse(response, clientRequest, stamp, new JsonWriter(out));
  return true;
}

/** A provider's error document as a client gets it; false: it is none. */
export function translateError(at: usize, size: i32, status: i32): bool {
  out.clear();
  if (!tape.scan(span(at, size))) return false;
  const failure = provider.readError(tape, status);
  if (failure === null) return false;
  client.writeFailure(failure, new JsonWriter(out));
  return true;
}

/** A client's request for embeddings as a provider gets it; false: refused, the result is the reason. */
export function translateEmbeddingRequest(at: usize, size: i32): bool {
  out.clear();
  const reader = client.embeddings();
  const writer = provider.embeddings();
  if (reader === null || writer === null) return refused(new Failure(400, "no embeddings"));
  const request = new EmbeddingRequest();
  if (!tape.scan(span(at, size))) return refused(new Failure(400, "not JSON"));
  const failure = reader.readRequest(tape, request);
  if (failure !== null) return refused(failure);
  fit = new Fit();
  writer.fit(request, fit);
  const unfit = fit.failure;
  if (unfit !== null) return refused(unfit);
  writer.writeRequest(request, tape.text(tape.find(tape.root, "model")), new JsonWriter(out));
  return true;
}

/** A provider's embeddings as a client gets them; false: the document holds none. */
export function translateEmbeddings(at: usize, size: i32, base64: bool): bool {
  out.clear();
  const reader = provider.embeddings();
  const writer = client.embeddings();
  if (reader === null || writer === null) return false;
  const request = new EmbeddingRequest();
  request.base64 = base64;
  const response = new EmbeddingResponse();
  if (!tape.scan(span(at, size)) || !reader.readResponse(tape, response)) return false;
  writer.writeResponse(response, request, new JsonWriter(out));
  return true;
}

let reader: StreamReader | null = null;
let writer: StreamWriter | null = null;

/** `usage`: the client asked for it. What else it asked came with `ask`. */
export function openStream(usage: bool): void {
  clientRequest.streamUsage = usage;
  reader = provider.streamReader(traits);
  writer = client.streamWriter(clientRequest, stamp, out);
  writer!.maker = provider === client ? "" : provider.name;
}

/** Feeds a chunk; the result is what the client gets for it. Returns the last step, or Failed. */
export function feedStream(at: usize, size: i32, atEnd: bool): Step {
  out.clear();
  const source = reader!;
  const sink = writer!;
  let step = Step.Nothing;
  source.framing.feed(size == 0 ? ABSENT : span(at, size));
  while (source.framing.next(atEnd)) {
    step = source.read(sink);
    if (step == Step.Failed) return step;
  }
  return atEnd && !source.end(sink) ? Step.Failed : step;
}

export function failureStatus(): i32 {
  const failure = reader!.failure;
  return failure === null ? 0 : failure.status;
}

/** A provider's response headers, lines of `name: value`, as a client gets them. */
export function translateHead(at: usize, size: i32): void {
  const said = new HeaderWriter();
  let rest = span(at, size);
  while (length(rest) > 0) {
    const line = until(rest, 0x0a);
    const name = until(line, 0x3a);
    said.add(name, from(line, length(name) + 2));
    rest = from(rest, min(length(line) + 1, length(rest)));
  }
  const head = new AnswerHead(1_700_000_000_000);
  const reader = new HeaderReader(said.bytes);
  while (reader.next()) provider.readHead(reader, head);
  const told = new HeaderWriter();
  client.writeHead(head, told);
  const headers = new HeaderReader(told.bytes);
  out.clear();
  while (headers.next()) {
    out.raw(headers.name);
    out.ascii(": ");
    out.raw(headers.value);
    out.byte(0x0a);
  }
  said.free();
  told.free();
}

/** Whether a client's header of that name goes on to a provider of its own dialect. */
export function keepsHeader(at: usize, size: i32): bool {
  return client.keepsHeader(span(at, size));
}

/** The list of models; `at`: their names, one a line. */
export function listModels(at: usize, size: i32): void {
  out.clear();
  const names: Array<Span> = [];
  let rest = span(at, size);
  while (length(rest) > 0) {
    const name = until(rest, 0x0a);
    names.push(name);
    rest = from(rest, min(length(name) + 1, length(rest)));
  }
  client.writeModels(names, ABSENT, new JsonWriter(out));
}

export function oneModel(at: usize, size: i32): void {
  out.clear();
  client.writeModel(span(at, size), new JsonWriter(out));
}

export function tokenCount(count: i32): void {
  out.clear();
  writeTokenCount(count, new JsonWriter(out));
}

/** What an Ollama says of itself at `/api/<what>`. */
export function ollamaAnswer(at: usize, size: i32): void {
  out.clear();
  const what = span(at, size);
  const json = new JsonWriter(out);
  if (is(what, "version")) writeVersion(json);
  else if (is(what, "ps")) writeRunning(json);
  else if (is(what, "show")) writeShow(new ModelCard(), json);
}

/** The media type of an image in base64; nothing if it is not known. */
export function ollamaImageType(at: usize, size: i32): void {
  out.clear();
  out.raw(imageType(span(at, size)));
}

/** Reads one event, for its meaning alone: its Step, and 8 more if it holds nothing but usage. */
export function readEvent(at: usize, size: i32): i32 {
  const source = reader!;
  let meaning: i32 = Step.Nothing;
  source.framing.feed(span(at, size));
  while (source.framing.next(false)) meaning = source.read(new SilentWriter(out)) | (source.onlyUsage ? 8 : 0);
  return meaning;
}

/** The end of a stream that broke, as the client gets it. */
export function breakStream(): void {
  out.clear();
  const failure = reader!.failure;
  writer!.fail(failure !== null ? failure : new Failure(502, "the stream broke off"));
}

/** Translates the request again and again; bytes copied in all. */
export function repeatRequest(at: usize, size: i32, times: i32): i64 {
  const before = copied;
  for (let i = 0; i < times; i++) {
    translateRequest(at, size, false);
    __collect();
  }
  return copied - before;
}

/** As `repeatRequest`, of the answer. */
export function repeatResponse(at: usize, size: i32, times: i32): i64 {
  const before = copied;
  for (let i = 0; i < times; i++) {
    translateResponse(at, size);
    __collect();
  }
  return copied - before;
}

/** As `repeatRequest`, of a whole stream that arrives in one chunk. */
export function repeatStream(at: usize, size: i32, times: i32): i64 {
  const before = copied;
  for (let i = 0; i < times; i++) {
    openStream(true);
    feedStream(at, size, true);
    reader!.free();
    writer!.free();
    __collect();
  }
  return copied - before;
}

/** Bytes copied since the module began. */
export function copiedBytes(): i64 {
  return copied;
}
