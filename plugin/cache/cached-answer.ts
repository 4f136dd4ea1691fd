import { nanoseconds } from "../abi/host";
import { Dialect } from "../dialect/dialect";
import { Operation } from "../dialect/operation";
import { dialectNamed } from "../dialect/registry";
import { callInWords } from "../exchange/call-in-words";
import { Fit } from "../exchange/fit";
import { ChatResponse } from "../exchange/response";
import { Exchange } from "../live/exchange";
import { Translation } from "../live/translation";
import { unpackAnswer } from "../policy/cache/answer-record";
import { CacheOutcome } from "../policy/cache/caching";
import { Entry, EntryForm } from "../policy/cache/entry";
import { Target } from "../policy/model/target";
import { writeAnswer } from "../reply/answer-body";
import { writeExplanation } from "../reply/explanation";
import { Reply } from "../reply/reply";
import { HeaderWriter } from "../wire/header-list";
import { Tape } from "../wire/json-tape";
import { Output } from "../wire/output";
import { Unpacker } from "../wire/packed";
import { ABSENT, is, Span, same, text } from "../wire/span";
import { findEntry } from "./store";

const tape = new Tape();
const out = new Output();
const headers = new HeaderWriter();
const digits = new Output();

/** The answer that the cache has for the exchange; null if there is none that the caller may have. */
export function cachedReply(exchange: Exchange): Reply | null {
  const caching = exchange.caching;
  if (caching === null || !caching.reads) return null;
  const now = nanoseconds();
  const entry = findEntry(caching.key, now / 1_000_000);
  if (entry === null) return null;
  if (caching.maxAge >= 0 && entry.age(now) > caching.maxAge) return null;
  const target = candidate(exchange, entry.target);
  if (target === null) return null;
  out.clear();
  const document = documentFor(exchange, entry);
  const type = document == ABSENT ? write(exchange, entry, out) : "application/json";
  if (type.length == 0) return null;
  caching.outcome = CacheOutcome.Hit;
  writeHead(exchange, target, type, entry.age(now));
  return new Reply(200, headers.bytes, document == ABSENT ? out.bytes : document);
}

/** The target of that id, if it could take this very request: what may not be asked may not answer from the cache either. */
function candidate(exchange: Exchange, id: Span): Target | null {
  const model = exchange.model;
  if (model === null) return null;
  const candidates = exchange.admission.candidates;
  for (let i = 0; i < candidates.length; i++) {
    const target = model.targets[candidates[i]];
    if (same(target.id, id)) return target;
  }
  return null;
}

/** The kept document, where the client gets it as it is; else ABSENT. */
function documentFor(exchange: Exchange, entry: Entry): Span {
  if (entry.form != EntryForm.Document) return ABSENT;
  if (exchange.operation == Operation.Embeddings) return entry.answer;
  return !exchange.facts.stream && is(entry.dialect, exchange.dialect.name) ? entry.answer : ABSENT;
}

/** Writes the answer as the client wants it, and says of which type that is; empty if it cannot be read. */
function write(exchange: Exchange, entry: Entry, out: Output): string {
  const response = new ChatResponse();
  const isOwn = is(entry.dialect, exchange.dialect.name);
  const dialect: Dialect | null = isOwn ? exchange.dialect : dialectNamed(entry.dialect);
  if (dialect === null) return "";
  const read =
    entry.form == EntryForm.Record
      ? unpackAnswer(new Unpacker(entry.answer), response)
      : tape.scan(entry.answer) && dialect.readResponse(tape, response);
  if (!read) return "";
  const request = exchange.request.chat;
  if (!isOwn && entry.form == EntryForm.Document && request !== null) {
    const called = dialect.callInWords(request);
    if (called != ABSENT) callInWords(response, called);
  }
  if (!isOwn) response.maker = text(entry.dialect);
  return writeAnswer(response, exchange, entry.stamp, out);
}

function writeHead(exchange: Exchange, target: Target, type: string, age: i64): void {
  headers.clear();
  headers.setText("content-type", type);
  digits.clear();
  digits.decimal(age);
  headers.set("age", digits.bytes);
  const face = exchange.faceOf(target);
  if (face === null) return;
  // The same request loses the same as on its way to a provider.
  const translation = new Translation(exchange, target, face);
  const losses: Fit | null = translation.loses ? translation.fit() : null;
  const served = exchange.race.served;
  served.by(target, served.usage, losses);
  writeExplanation(exchange, headers);
}
