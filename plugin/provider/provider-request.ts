import { replaceBody } from "../abi/host";
import { BufferType } from "../abi/types";
import { Exchange } from "../live/exchange";
import { Translation } from "../live/translation";
import { Auth, Face } from "../policy/model/face";
import { Target } from "../policy/model/target";
import { BETA_HEADER } from "../policy/provider/leave-out";
import { ProviderKey } from "../policy/provider/provider";
import { HeaderReader, HeaderWriter } from "../wire/header-list";
import { JsonWriter } from "../wire/json-writer";
import { Output } from "../wire/output";
import { ABSENT, is, length, Span, same } from "../wire/span";

const writer = new HeaderWriter();
const scratch = new Output();

/** What one attempt sends: the head made from nothing, the body translated or only spliced. */
export class ProviderRequest {
  private out: Output = new Output();
  /** How many bytes of the client's body it stands for. */
  private replacedSize: i32 = 0;

  constructor(
    private exchange: Exchange,
    private target: Target,
    private translation: Translation,
    /** Null: the provider asks for none. */
    private key: ProviderKey | null,
  ) {
    if (translation.rewritesRequest) {
      this.replacedSize = length(exchange.raw.body);
      this.out.reserve(this.replacedSize + this.replacedSize / 8);
      translation.writeRequest(this.model, new JsonWriter(this.out));
    } else {
      this.splice();
    }
  }

  /** The client's body goes through as it is. */
  get isUntouched(): bool {
    return this.replacedSize == 0;
  }

  /** Puts it in place of the client's body, which is whole. Until the answer it may be minutes: Envoy holds it, not the VM. */
  send(): void {
    replaceBody(BufferType.RequestBody, this.replacedSize, this.out.bytes);
    this.out.free();
  }

  /** The upstream model's name as a raw JSON string. */
  private get model(): Span {
    if (this.target.model != ABSENT) return this.target.model;
    return this.exchange.facts.rawModel;
  }

  /** Same dialect: the model's name changes, and what the gateway adds; of the body only what stands before the last of it is written again. */
  private splice(): void {
    const asked = this.exchange.facts.writtenModel;
    const model = this.model;
    const splices = this.translation.adjustments(model);
    if (!same(asked, model)) splices.put(asked, model);
    if (!splices.isEmpty) this.replacedSize = splices.apply(this.exchange.raw.body, this.out);
  }

  private get bodySize(): i32 {
    return length(this.exchange.raw.body) - this.replacedSize + this.out.size;
  }

  /**
   * The whole head, serialised; valid until the next attempt's. Request headers are one map for all
   * attempts, so each writes its own from nothing: no credential of another target, and nothing that
   * an earlier attempt left, can stand in it.
   */
  headers(): Span {
    const target = this.target;
    const translation = this.translation;
    writer.clear();
    writer.setText(":method", "POST");
    writer.set(":scheme", target.scheme);
    writer.set(":authority", target.authority);
    scratch.clear();
    scratch.raw(translation.face.path);
    scratch.ascii(translation.path());
    if (translation.isNative) scratch.raw(this.exchange.raw.query);
    writer.set(":path", scratch.bytes);
    writer.setText("content-type", "application/json");
    scratch.clear();
    scratch.decimal(this.bodySize);
    writer.set("content-length", scratch.bytes);
    // Answers are read here; Envoy's own decompressor stands in for providers that insist.
    writer.setText("accept-encoding", "identity");
    this.keepClientHeaders();
    translation.spoken.writeHeaders(writer);
    const key = this.key;
    if (key !== null) writeCredential(translation.face, key.value);
    return writer.bytes;
  }

  private keepClientHeaders(): void {
    const client = new HeaderReader(this.exchange.raw.headers);
    const native = this.translation.isNative;
    const leaves = !this.target.provider.leaveOut.isEmpty;
    while (client.next()) {
      if (!isForEveryone(client.name) && !(native && this.translation.spoken.keepsHeader(client.name))) continue;
      if (leaves && is(client.name, BETA_HEADER)) this.keepBetas(client);
      else writer.add(client.name, client.value);
    }
  }

  private keepBetas(header: HeaderReader): void {
    scratch.clear();
    this.target.provider.leaveOut.writeBetas(header.value, scratch);
    if (scratch.size > 0) writer.add(header.name, scratch.bytes);
  }

  free(): void {
    this.out.free();
  }
}

/** The request's id and its place in a trace, https://www.w3.org/TR/trace-context/ */
function isForEveryone(name: Span): bool {
  return is(name, "x-request-id") || is(name, "traceparent") || is(name, "tracestate") || is(name, "user-agent");
}

function writeCredential(face: Face, key: Span): void {
  if (face.auth == Auth.XApiKey) writer.set("x-api-key", key);
  else if (face.auth == Auth.ApiKey) writer.set("api-key", key);
  else if (face.auth == Auth.Bearer) {
    scratch.clear();
    scratch.ascii("Bearer ");
    scratch.raw(key);
    writer.set("authorization", scratch.bytes);
  }
}
