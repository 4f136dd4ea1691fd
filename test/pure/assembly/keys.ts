/** Choice and cool-downs of provider keys in one VM over a ledger of its own: see keys.test.ts. AssemblyScript. */
import { Draw } from "../../../plugin/policy/chance/draw";
import { FailureKind } from "../../../plugin/policy/failure/table";
import { Books } from "../../../plugin/policy/limits/books";
import { Ledger } from "../../../plugin/policy/limits/ledger";
import { RollCall } from "../../../plugin/policy/limits/roll-call";
import { coolDownEnd } from "../../../plugin/policy/provider/cool-down-end";
import { CoolDowns, coolDownId } from "../../../plugin/policy/provider/cool-downs";
import { chooseKey } from "../../../plugin/policy/provider/key-choice";
import { KeyNews } from "../../../plugin/policy/provider/key-news";
import { KeyStrategy } from "../../../plugin/policy/provider/key-strategy";
import { OwnReason } from "../../../plugin/policy/provider/own-reason";
import { Provider, ProviderKey } from "../../../plugin/policy/provider/provider";
import { Quotas } from "../../../plugin/policy/provider/quotas";
import { Streaks } from "../../../plugin/policy/provider/streaks";
import { Constant } from "../../../plugin/wire/constant";
import { parseHttpDate } from "../../../plugin/wire/http-date";
import { Output } from "../../../plugin/wire/output";
import { ABSENT, length, PADDING, Span, span } from "../../../plugin/wire/span";

/** One record, of one writer. */
class OwnLedger extends Ledger {
  private kept: Output = new Output();
  get(key: Span): Span {
    return this.kept.size == 0 ? ABSENT : this.kept.bytes;
  }
  put(key: Span, record: Span, version: u32): bool {
    this.kept.clear();
    this.kept.raw(record);
    return true;
  }
}

const room: usize = heap.alloc(1024 + PADDING);
export function roomAt(): usize {
  return room;
}

export function httpDate(size: i32): i64 {
  return parseHttpDate(span(room, size));
}

export function coolsUntil(kind: i32, told: i64, isWhole: bool, inARow: i32, now: i64): i64 {
  return coolDownEnd(<FailureKind>kind, told, isWhole, inARow, now);
}

const streaks = new Streaks();
export function failed(id: u64, now: i64, until: i64): i32 {
  const count = streaks.fail(id, now);
  streaks.cool(id, until);
  return count;
}

const providerName = new Constant("acme");
const keyName = new Constant("main#2");
const keyId = new Constant("main");
const modelName = new Constant("large");
const coolDowns = new CoolDowns(new OwnLedger());

export function cool(kind: i32, asked: bool, until: i64, now: i64): void {
  const key = keyName.bytes;
  coolDowns.cool(providerName.bytes, key, keyId.bytes, modelName.bytes, <FailureKind>kind, asked, until, now);
}

/** Another Envoy's word, by the id in the room. */
export function take(size: i32, kind: i32, until: i64, now: i64): bool {
  return coolDowns.take(span(room, size), until, <FailureKind>kind, false, now);
}

export function cooledUntil(now: i64): i64 {
  const id = coolDownId(providerName.bytes, keyName.bytes, modelName.bytes);
  return coolDowns.until(coolDowns.read(), id, now);
}

export function noteOut(until: i64): void {
  coolDowns.noteOut(providerName.bytes, keyName.bytes, keyId.bytes, OwnReason.Limit, until);
}

/** As many as fit: `entries` more keys, each until a later moment. */
export function fill(entries: i32, now: i64): void {
  const name = new Output();
  for (let i = 0; i < entries; i++) {
    name.clear();
    name.decimal(i);
    coolDowns.cool(name.bytes, ABSENT, ABSENT, ABSENT, FailureKind.RateLimit, false, now + 1000 + i, now);
  }
}

export function recordSize(): i32 {
  return length(coolDowns.read());
}

let told: Array<KeyNews> = [];
export function news(): i32 {
  told = coolDowns.news();
  return told.length;
}
/** `id provider key model until reason`, in the room: its size. */
export function newsAt(index: i32): i32 {
  const one = told[index];
  const line = [one.id, one.provider, one.key, one.model, one.until.toString(), one.reason].join(" ");
  return <i32>String.UTF8.encodeUnsafe(changetype<usize>(line), line.length, room);
}

const ledger = new OwnLedger();
const quotas = new Quotas(new Books(ledger, new RollCall(keyId.bytes, ledger)));
let provider = new Provider(providerName.bytes);
let draw: Draw = new Draw(0);

/** A provider of so many keys, the weights of which are 1, 2, 3 … */
export function provide(keys: i32, strategy: i32, seed: u64): void {
  provider = new Provider(providerName.bytes);
  provider.strategy = <KeyStrategy>strategy;
  draw = new Draw(seed);
  for (let i = 0; i < keys; i++) {
    const key = new ProviderKey(new Constant(i.toString()).bytes, keyName.bytes, ABSENT);
    key.place = i;
    key.weight = i + 1;
    provider.keys.push(key);
  }
}

let conversation: u64 = 0;

/** To which the next requests belong; 0: to none. */
export function converse(mark: u64): void {
  conversation = mark;
}

/** The place of the key that is chosen; `free`: a bit for each that may be. It is then used, with so many tokens. */
export function choose(free: u32, tokens: i64, now: i64): i32 {
  const keys: Array<ProviderKey> = [];
  for (let i = 0; i < provider.keys.length; i++) if (free & (1 << i)) keys.push(provider.keys[i]);
  const key = chooseKey(provider, keys, quotas, now, conversation, draw);
  key.use.send(now);
  key.use.take(tokens, now);
  return key.place;
}

/** What the provider said was left to a key. */
export function left(place: i32, share: f64, until: i64): void {
  provider.keys[place].use.told(share, until);
}
