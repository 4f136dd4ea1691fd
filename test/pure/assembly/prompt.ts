/** What a request shows to the model, for tests. AssemblyScript. */
import { ClientRequest } from "../../../plugin/dialect/client-request";
import { completions, dialectNamed, generate, openai } from "../../../plugin/dialect/registry";
import { estimateTokens } from "../../../plugin/exchange/estimate";
import { Prompt } from "../../../plugin/exchange/prompt";
import { ChatRequest } from "../../../plugin/exchange/request";
import { Tape } from "../../../plugin/wire/json-tape";
import { JsonWriter } from "../../../plugin/wire/json-writer";
import { Output } from "../../../plugin/wire/output";
import { is, length, PADDING, Span, span, start } from "../../../plugin/wire/span";

const out = new Output();
const tape = new Tape();
const prompt = new Prompt();
let dialect = openai;

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

export function chooseDialect(at: usize, size: i32): void {
  const name: Span = span(at, size);
  const known = dialectNamed(name);
  if (known !== null) dialect = known;
  else if (is(name, "completions")) dialect = completions;
  else if (is(name, "generate")) dialect = generate;
}

/** Writes the request's prompt as JSON; false: it is no JSON. */
export function readPrompt(at: usize, size: i32): bool {
  out.clear();
  prompt.clear();
  if (!tape.scan(span(at, size))) return false;
  dialect.readPrompt(tape, prompt);
  write(prompt);
  return true;
}

const requests: ClientRequest[] = [];

/** The number by which the request is asked for again; its body stays where it is. */
export function openRequest(at: usize, size: i32): i32 {
  return requests.push(new ClientRequest(dialect, null, span(at, size))) - 1;
}

/** Writes what it shows to the model. */
export function showRequest(number: i32): void {
  out.clear();
  write(requests[number].prompt);
}

/** Whether another dialect can say it. */
export function readRequest(number: i32): bool {
  return requests[number].chat !== null;
}

export function closeRequest(number: i32): void {
  requests[number].free();
}

function write(prompt: Prompt): void {
  const json = new JsonWriter(out);
  json.object();
  json.countMember("messages", prompt.messages);
  json.countMember("estimatedTokens", prompt.estimatedTokens);
  json.literalMember("hasTools", prompt.hasTools ? "true" : "false");
  json.literalMember("hasImages", prompt.hasImages ? "true" : "false");
  json.literalMember("hasSystem", prompt.hasSystem ? "true" : "false");
  json.literalMember("hasSchema", prompt.hasSchema ? "true" : "false");
  json.key("lastUserText");
  json.utf8(prompt.lastUserText);
  json.key("texts");
  json.array();
  for (let i = 0; i < prompt.count; i++) {
    json.array();
    json.integer(prompt.place(i));
    json.utf8(prompt.text(i));
    json.endArray();
  }
  json.endArray();
  json.endObject();
}

/** The estimate of the same request, read in full; -1: it cannot be read so. */
export function estimate(at: usize, size: i32): i32 {
  const request = new ChatRequest(dialect.fields);
  if (!tape.scan(span(at, size)) || dialect.readRequest(tape, request) !== null) return -1;
  return <i32>estimateTokens(request);
}
