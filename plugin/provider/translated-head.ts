import { headerPairs, nanoseconds, setHeaderPairs } from "../abi/host";
import { MapType } from "../abi/types";
import { Dialect } from "../dialect/dialect";
import { AnswerHead } from "../exchange/answer-head";
import { Translation } from "../live/translation";
import { HeaderReader, HeaderWriter } from "../wire/header-list";
import { Output } from "../wire/output";
import { is, Span } from "../wire/span";

const writer = new HeaderWriter();
const digits = new Output();

/**
 * The head of an answer in another dialect: the provider's request id and limits under the names that
 * the client knows, and nothing else of the provider's. `size` of the body; -1: not known.
 */
export function translateHead(translation: Translation, client: Dialect, status: i32, type: string, size: i32): void {
  const pairs = headerPairs(MapType.ResponseHeaders);
  const head = new AnswerHead(<i64>(nanoseconds() / 1_000_000));
  writer.clear();
  digits.clear();
  digits.decimal(status);
  writer.set(":status", digits.bytes);
  writer.setText("content-type", type);
  const provider = new HeaderReader(pairs);
  while (provider.next()) {
    if (isForEveryone(provider.name)) writer.add(provider.name, provider.value);
    else translation.spoken.readHead(provider, head);
  }
  client.writeHead(head, writer);
  if (size >= 0) {
    digits.clear();
    digits.decimal(size);
    writer.set("content-length", digits.bytes);
  }
  setHeaderPairs(MapType.ResponseHeaders, writer.bytes);
}

/** When to come again, which all dialects say alike. */
function isForEveryone(name: Span): bool {
  return is(name, "retry-after") || is(name, "date");
}
