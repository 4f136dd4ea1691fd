/** The filter's pure parts, for tests: built by pure.ts, called from Node. AssemblyScript. */
import { Dialect } from "../../../plugin/dialect/dialect";
import { anthropic, ollama, openai } from "../../../plugin/dialect/registry";
import { Failure } from "../../../plugin/exchange/failure";
import { ChatRequest } from "../../../plugin/exchange/request";
import { ChatResponse } from "../../../plugin/exchange/response";
import { Stamp } from "../../../plugin/exchange/stamp";
import { Step, StreamReader, StreamWriter } from "../../../plugin/exchange/stream";
import { matches } from "../../../plugin/policy/glob";
import { sha256 as digest } from "../../../plugin/policy/sha256";
import { Framing, LineFraming } from "../../../plugin/wire/framing";
import { unescape as decode } from "../../../plugin/wire/json-string";
import { Tape } from "../../../plugin/wire/json-tape";
import { JsonWriter } from "../../../plugin/wire/json-writer";
import { Output } from "../../../plugin/wire/output";
import { ABSENT, length, PADDING, span, start } from "../../../plugin/wire/span";
import { EventFraming } from "../../../plugin/wire/sse";

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

/** -1: accepted; else the byte at which it was refused. */
export function scan(at: usize, size: i32): i32 {
  return tape.scan(span(at, size)) ? -1 : tape.errorAt;
}

export function unescape(at: usize, size: i32): void {
  out.clear();
  decode(span(at, size), out);
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

let framing: Framing = new EventFraming();

export function openFraming(lines: bool): void {
  framing = lines ? new LineFraming() : new EventFraming();
}

/** Writes each event behind the last, with a 0x1e behind it. */
export function frame(at: usize, size: i32, atEnd: bool): void {
  out.clear();
  framing.feed(span(at, size));
  while (framing.next(atEnd)) {
    out.raw(framing.data);
    out.byte(0x1e);
  }
}

function dialect(index: i32): Dialect {
  return index == 0 ? openai : index == 1 ? anthropic : ollama;
}

const stamp = new Stamp(7, 1_700_000_000_000_000_000, () => 1_700_000_001_000_000_000);

function refused(failure: Failure): bool {
  out.clear();
  const message = String.UTF8.encode(failure.message);
  out.raw(span(changetype<usize>(message), message.byteLength));
  return false;
}

/** A client's request as a provider gets it; false: refused, the result is the reason. */
export function translateRequest(from: i32, to: i32, at: usize, size: i32, stream: bool): bool {
  out.clear();
  if (!tape.scan(span(at, size))) return refused(new Failure(400, "not JSON"));
  const request = new ChatRequest();
  request.stream = stream;
  const failure = dialect(from).readRequest(tape, request);
  if (failure !== null) return refused(failure);
  const model = tape.text(tape.find(tape.root, "model"));
  dialect(to).writeRequest(request, model, 4096, new JsonWriter(out));
  return true;
}

/** A provider's answer as a client gets it; false: it is no chat response. */
export function translateResponse(from: i32, to: i32, at: usize, size: i32): bool {
  out.clear();
  const response = new ChatResponse();
  if (!tape.scan(span(at, size)) || !dialect(from).readResponse(tape, response)) return false;
  dialect(to).writeResponse(response, stamp, new JsonWriter(out));
  return true;
}

let reader: StreamReader | null = null;
let writer: StreamWriter | null = null;

export function openStream(from: i32, to: i32, usage: bool): void {
  const request = new ChatRequest();
  request.streamUsage = usage;
  reader = dialect(from).streamReader();
  writer = dialect(to).streamWriter(request, stamp, out);
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
