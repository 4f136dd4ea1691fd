import { Exchange } from "../exchange/live/exchange";
import { Target } from "../policy/policy";
import { HeaderReader, HeaderWriter } from "../wire/header-list";
import { JsonWriter } from "../wire/json-writer";
import { Output } from "../wire/output";
import { ABSENT, end, is, length, Span, same, span, start } from "../wire/span";

const writer = new HeaderWriter();
const scratch = new Output();

/** What one attempt sends: the head made from nothing, the body translated or only spliced. */
export class ProviderRequest {
  private out: Output = new Output();
  /** How many bytes of the client's body `replacement` stands for. */
  replacedSize: i32 = 0;

  constructor(
    private exchange: Exchange,
    private target: Target,
  ) {
    const request = exchange.request;
    if (target.dialect === exchange.dialect) {
      this.splice();
    } else if (request !== null) {
      target.dialect.writeRequest(request, this.model(), target.maxTokens, new JsonWriter(this.out));
      this.replacedSize = length(exchange.body);
    }
  }

  /** The client's body goes through as it is. */
  get isUntouched(): bool {
    return this.replacedSize == 0;
  }

  get replacement(): Span {
    return this.out.bytes;
  }

  /** The upstream model's name as a raw JSON string. */
  private model(): Span {
    if (this.target.model != ABSENT) return this.target.model;
    return this.exchange.facts.rawModel;
  }

  /** Same dialect: only the model's name changes, and of the body only what stands before its end is written again. */
  private splice(): void {
    const asked = this.exchange.facts.rawModel;
    const model = this.model();
    if (same(asked, model)) return;
    const begin = start(this.exchange.body);
    this.out.raw(span(begin, <i32>(start(asked) - begin)));
    this.out.raw(model);
    this.replacedSize = <i32>(end(asked) - begin);
  }

  private get bodySize(): i32 {
    return length(this.exchange.body) - this.replacedSize + this.out.size;
  }

  /**
   * The whole head, serialised; valid until the next attempt's. Request headers are one map for all
   * attempts, so each writes its own from nothing: no credential of another target, and nothing that
   * an earlier attempt left, can stand in it.
   */
  headers(): Span {
    const target = this.target;
    const dialect = target.dialect;
    writer.clear();
    writer.setText(":method", "POST");
    writer.set(":scheme", target.scheme);
    writer.set(":authority", target.authority);
    scratch.clear();
    scratch.raw(target.path);
    scratch.ascii(dialect.chatPath());
    if (dialect === this.exchange.dialect) scratch.raw(this.exchange.query);
    writer.set(":path", scratch.bytes);
    writer.setText("content-type", "application/json");
    scratch.clear();
    scratch.decimal(this.bodySize);
    writer.set("content-length", scratch.bytes);
    // Answers are read here; Envoy's own decompressor stands in for providers that insist.
    writer.setText("accept-encoding", "identity");
    this.keepClientHeaders();
    dialect.writeHeaders(writer);
    const key = target.nextKey();
    if (key != ABSENT) dialect.writeCredential(key, writer);
    return writer.bytes;
  }

  private keepClientHeaders(): void {
    const client = new HeaderReader(this.exchange.headers);
    const sameDialect = this.exchange.dialect === this.target.dialect;
    while (client.next()) {
      if (isForEveryone(client.name) || (sameDialect && this.target.dialect.keepsHeader(client.name))) {
        writer.add(client.name, client.value);
      }
    }
  }

  free(): void {
    this.out.free();
  }
}

/** The request's id and its place in a trace, https://www.w3.org/TR/trace-context/ */
function isForEveryone(name: Span): bool {
  return is(name, "x-request-id") || is(name, "traceparent") || is(name, "tracestate") || is(name, "user-agent");
}
