import { nanoseconds } from "../abi/host";
import { CollectedAnswer } from "../exchange/collected-answer";
import { ChatResponse } from "../exchange/response";
import { StreamWriter } from "../exchange/stream";
import { Exchange } from "../live/exchange";
import { isKept, packAnswer } from "../policy/cache/answer-record";
import { Entry, EntryForm } from "../policy/cache/entry";
import { Target } from "../policy/model/target";
import { Constant } from "../wire/constant";
import { Output } from "../wire/output";
import { Packer } from "../wire/packed";
import { Span } from "../wire/span";
import { keepEntry, largestEntry } from "./store";

const record = new Packer(new Output());

/** Keeps a provider's document, if the exchange fills the cache. `dialect`: the name of the one it is written in. */
export function keepDocument(exchange: Exchange, target: Target, dialect: string, document: Span): void {
  keep(exchange, target, EntryForm.Document, dialect, document);
}

/** As `keepDocument`, if the answer in it is one to give again. */
export function keepChat(
  exchange: Exchange,
  target: Target,
  dialect: string,
  response: ChatResponse,
  document: Span,
): void {
  if (isKept(response)) keepDocument(exchange, target, dialect, document);
}

/** Keeps the answer that a stream made, now that it is whole. */
export function keepStream(exchange: Exchange, target: Target, dialect: string, collected: CollectedAnswer): void {
  const answer = collected.answer;
  if (!collected.complete || !isKept(answer)) return;
  record.out.clear();
  packAnswer(answer, record);
  keep(exchange, target, EntryForm.Record, dialect, record.out.bytes);
  record.out.free();
}

/** What collects the stream that goes to `writer`; null where nothing is to be kept. */
export function collectorOf(exchange: Exchange, writer: StreamWriter): CollectedAnswer | null {
  const caching = exchange.caching;
  const cache = exchange.policy.cache;
  if (caching === null || cache === null || !caching.fills) return null;
  return new CollectedAnswer(writer, <i32>min(largestEntry(cache.maxBytes), <i64>i32.MAX_VALUE));
}

function keep(exchange: Exchange, target: Target, form: EntryForm, dialect: string, answer: Span): void {
  const caching = exchange.caching;
  const cache = exchange.policy.cache;
  if (caching === null || cache === null || !caching.fills) return;
  const entry = new Entry();
  entry.form = form;
  entry.target = target.id;
  const name = new Constant(dialect);
  entry.dialect = name.bytes;
  entry.number = exchange.stamp.number;
  entry.started = exchange.stamp.started;
  entry.finished = nanoseconds();
  entry.answer = answer;
  const now = entry.finished / 1_000_000;
  caching.filled = keepEntry(caching.key, entry, cache.maxBytes, now + cache.ttl, now);
}
