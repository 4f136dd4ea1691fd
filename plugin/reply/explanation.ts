import { setProperty } from "../abi/host";
import { Exchange } from "../live/exchange";
import { LeftOut, nameOf } from "../policy/admission/left-out";
import { HeaderWriter } from "../wire/header-list";
import { JsonWriter } from "../wire/json-writer";
import { Output } from "../wire/output";
import { ABSENT, end, length, Span, span, start } from "../wire/span";

const value = new Output();
const document = new Output();
const json = new JsonWriter(document);

/** The headers that tell how an answer came about. What was lost in translation is told in any case: nothing is lost quietly. */
export function writeExplanation(exchange: Exchange, headers: HeaderWriter): void {
  const losses = exchange.race.served.losses;
  if (losses !== null) {
    tellNames("x-headgate-dropped", losses.dropped, headers);
    tellNames("x-headgate-approximated", losses.approximated, headers);
  }
  if (!exchange.policy.explain) return;
  const model = exchange.model;
  const target = exchange.race.served.target;
  if (model !== null) tell("x-headgate-model", model.name, headers);
  if (target !== null) tell("x-headgate-target", target.id, headers);
  if (exchange.race.attempts > 0) {
    value.clear();
    value.decimal(exchange.race.attempts);
    tell("x-headgate-attempts", value.bytes, headers);
  }
  const knownBy = exchange.admission.conversation.knownBy;
  if (knownBy.length > 0) headers.setText("x-headgate-affinity", knownBy);
  if (exchange.softEnd.length > 0) headers.setText("x-headgate-budget", exchange.softEnd);
  tell("x-headgate-rule", exchange.applied.id, headers);
  value.clear();
  for (let i = 0; i < exchange.applied.tags.length; i++) {
    if (i > 0) value.byte(0x2c);
    value.raw(exchange.applied.tags[i]);
  }
  if (value.size > 0) tell("x-headgate-tags", value.bytes, headers);
  const caching = exchange.caching;
  if (caching !== null) headers.setText("x-headgate-cache", caching.outcomeName);
}

function tellNames(header: string, names: Array<string>, headers: HeaderWriter): void {
  if (names.length == 0) return;
  const text = String.UTF8.encode(names.join(","));
  tell(header, span(changetype<usize>(text), text.byteLength), headers);
}

/** Nothing that would end the header: a policy written by hand may hold anything. */
function tell(header: string, text: Span, headers: HeaderWriter): void {
  if (text == ABSENT || length(text) == 0) return;
  for (let at = start(text), stop = end(text); at < stop; at++) {
    const byte = load<u8>(at);
    if (byte < 0x20 || byte == 0x7f) return;
  }
  headers.set(header, text);
}

/** The same as one JSON value in filter state, `wasm.headgate_explain`: for the access log, and for spans what is known by then. */
export function keepExplanation(exchange: Exchange, status: i32): void {
  document.clear();
  json.restart();
  json.object();
  const model = exchange.model;
  const target = exchange.race.served.target;
  const key = exchange.key;
  tellText("model", model === null ? ABSENT : model.name);
  tellText("target", target === null ? ABSENT : target.id);
  json.countMember("attempts", exchange.race.attempts);
  const knownBy = exchange.admission.conversation.knownBy;
  if (knownBy.length > 0) json.asciiMember("affinity", knownBy);
  if (exchange.softEnd.length > 0) json.asciiMember("budget", exchange.softEnd);
  tellText("rule", exchange.applied.id);
  json.key("tags");
  json.array();
  for (let i = 0; i < exchange.applied.tags.length; i++) json.utf8(exchange.applied.tags[i]);
  json.endArray();
  tellText("tenant", key === null ? ABSENT : key.tenant);
  tellText("key", key === null ? ABSENT : key.id);
  json.key("cache");
  const caching = exchange.caching;
  if (caching !== null) json.ascii(caching.outcomeName);
  else json.literal("null");
  json.key("dropped");
  json.array();
  const losses = exchange.race.served.losses;
  if (losses !== null) for (let i = 0; i < losses.dropped.length; i++) json.text(losses.dropped[i]);
  json.endArray();
  tellLeftOut(exchange);
  json.countMember("status", status);
  tellCount("input_tokens", exchange.race.served.usage.input);
  tellCount("output_tokens", exchange.race.served.usage.output);
  json.endObject();
  setProperty("headgate_explain", document.bytes);
}

/** The targets that the request may not go to, with the reason; only where there are some. */
function tellLeftOut(exchange: Exchange): void {
  const model = exchange.model;
  const reasons = exchange.admission.leftOut;
  if (model === null) return;
  let isTold = false;
  for (let i = 0; i < min(reasons.length, model.targets.length); i++) {
    if (reasons[i] == LeftOut.No) continue;
    if (!isTold) {
      json.key("left_out");
      json.array();
      isTold = true;
    }
    json.object();
    json.key("target");
    json.utf8(model.targets[i].id);
    json.asciiMember("reason", nameOf(reasons[i]));
    json.endObject();
  }
  if (isTold) json.endArray();
}

function tellText(name: string, text: Span): void {
  json.key(name);
  if (text == ABSENT) json.literal("null");
  else json.utf8(text);
}

/** -1: nobody counted. */
function tellCount(name: string, count: i64): void {
  json.key(name);
  if (count < 0) json.literal("null");
  else json.integer(count);
}
