import { Stamp } from "../../exchange/stamp";
import { Packer, Unpacker } from "../../wire/packed";
import { ABSENT, length, Span, span, start } from "../../wire/span";
import { KEY_SIZE } from "./key";

/** What an entry's answer is written in. */
export enum EntryForm {
  /** A document of the dialect in `dialect`, as the provider wrote it. */
  Document = 0,
  /** An answer in no dialect, which came as a stream; see answer-record.ts. */
  Record = 1,
}

/** One kept answer, as it stands in Envoy's shared data. Spans lie where it was read. */
export class Entry {
  form: EntryForm = EntryForm.Document;
  /** The id of the target that gave the answer. */
  target: Span = ABSENT;
  /** The name of the dialect that the target was spoken to in. */
  dialect: Span = ABSENT;
  /** Of the exchange that filled it: from these come the ids and times that the provider did not give. */
  number: u32 = 0;
  started: u64 = 0;
  /** When the answer was whole, in nanoseconds since the epoch. */
  finished: u64 = 0;
  answer: Span = ABSENT;

  /** In whole seconds at `now`, in nanoseconds since the epoch. */
  age(now: u64): i64 {
    return now > this.finished ? <i64>((now - this.finished) / 1_000_000_000) : 0;
  }

  /** As the answer's first client had it. */
  get stamp(): Stamp {
    finish = this.finished;
    return new Stamp(this.number, this.started, () => finish);
  }
}

let finish: u64 = 0;

/** Writes all of an entry but its answer, which comes behind it. It begins with its key. */
export function packEntry(key: StaticArray<u8>, entry: Entry, into: Packer): void {
  into.out.raw(span(changetype<usize>(key), KEY_SIZE));
  into.u8(<u8>entry.form);
  into.bytes(entry.target);
  into.bytes(entry.dialect);
  into.u32(entry.number);
  into.u64(entry.started);
  into.u64(entry.finished);
}

/**
 * Reads an entry; null if it is another key's. Two workers may take the same place at the same moment, and what
 * one wrote then stands under what the other noted: the key that an entry carries itself is the one that counts.
 */
export function readEntry(key: StaticArray<u8>, value: Span): Entry | null {
  if (length(value) < KEY_SIZE || memory.compare(start(value), changetype<usize>(key), KEY_SIZE) != 0) return null;
  const from = new Unpacker(span(start(value) + KEY_SIZE, length(value) - KEY_SIZE));
  const entry = new Entry();
  entry.form = <EntryForm>from.u8();
  entry.target = from.bytes();
  entry.dialect = from.bytes();
  entry.number = from.u32();
  entry.started = from.u64();
  entry.finished = from.u64();
  entry.answer = from.rest();
  return from.whole ? entry : null;
}
