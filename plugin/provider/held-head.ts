import { nanoseconds, ownHeaderPairs, setHeaderPairs } from "../abi/host";
import { MapType } from "../abi/types";
import { Dialect } from "../dialect/dialect";
import { AnswerHead } from "../exchange/answer-head";
import { momentOf } from "../policy/provider/told-limits";
import { HeaderReader, HeaderWriter } from "../wire/header-list";
import { wholeNumber } from "../wire/json-number";
import { Output } from "../wire/output";
import { ABSENT, is, Span, start } from "../wire/span";

const writer = new HeaderWriter();
const digits = new Output();

/** Of the body: as the provider told it, and not told. */
export const SAME_SIZE: i32 = -2;
export const NO_SIZE: i32 = -1;

/**
 * The head of a provider's answer, which Envoy holds: fetched once, and put back once with all that changes. Each such call
 * costs as much as a whole small filter.
 */
export class HeldHead {
  /** Serialised, in memory of its own. */
  pairs: Span = ownHeaderPairs(MapType.ResponseHeaders);
  status: i32 = 0;
  /** ABSENT: the provider did not say. */
  type: Span = ABSENT;
  encoding: Span = ABSENT;
  retryAfter: Span = ABSENT;
  tellsSize: bool = false;

  constructor() {
    const head = new HeaderReader(this.pairs);
    while (head.next()) {
      const name = head.name;
      if (is(name, ":status")) this.status = <i32>wholeNumber(head.value);
      else if (is(name, "content-type")) this.type = head.value;
      else if (is(name, "content-encoding")) this.encoding = head.value;
      else if (is(name, "retry-after")) this.retryAfter = head.value;
      else if (is(name, "content-length")) this.tellsSize = true;
    }
  }

  /** When the provider wants to be asked again, in milliseconds since 1970; 0: it does not say. */
  returnsAt(now: i64): i64 {
    return this.retryAfter == ABSENT ? 0 : momentOf(this.retryAfter, now);
  }

  /** Whether the body can be read here. */
  get isPlain(): bool {
    return this.encoding == ABSENT || is(this.encoding, "identity");
  }

  /** The provider's own head, with another status; `type` empty: its own. The caller may add to it before `putHead`. */
  own(status: i32, type: string, size: i32): HeaderWriter {
    begin(status);
    const head = new HeaderReader(this.pairs);
    while (head.next()) {
      const name = head.name;
      if (is(name, ":status") || (type.length > 0 && is(name, "content-type"))) continue;
      if (size != SAME_SIZE && is(name, "content-length")) continue;
      writer.add(name, head.value);
    }
    end(type, size);
    return writer;
  }

  /**
   * As `own`, in another dialect: the provider's request id and limits under the names that the client knows, and nothing
   * else of the provider's.
   */
  translated(spoken: Dialect, client: Dialect, status: i32, type: string, size: i32): HeaderWriter {
    const told = new AnswerHead(<i64>(nanoseconds() / 1_000_000));
    begin(status);
    const head = new HeaderReader(this.pairs);
    while (head.next()) {
      if (isForEveryone(head.name)) writer.add(head.name, head.value);
      else spoken.readHead(head, told);
    }
    client.writeHead(told, writer);
    end(type, size);
    return writer;
  }

  free(): void {
    if (this.pairs != ABSENT) heap.free(start(this.pairs));
    this.pairs = ABSENT;
  }
}

/** In place of the one that Envoy holds. */
export function putHead(head: HeaderWriter): void {
  setHeaderPairs(MapType.ResponseHeaders, head.bytes);
}

function begin(status: i32): void {
  writer.clear();
  digits.clear();
  digits.decimal(status);
  writer.set(":status", digits.bytes);
}

function end(type: string, size: i32): void {
  if (type.length > 0) writer.setText("content-type", type);
  if (size < 0) return;
  digits.clear();
  digits.decimal(size);
  writer.set("content-length", digits.bytes);
}

/** When to come again, which all dialects say alike. */
function isForEveryone(name: Span): bool {
  return is(name, "retry-after") || is(name, "date");
}
