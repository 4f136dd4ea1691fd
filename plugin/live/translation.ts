import { Dialect } from "../dialect/dialect";
import { EmbeddingDialect } from "../dialect/embedding-dialect";
import { Operation } from "../dialect/operation";
import { Fit } from "../exchange/fit";
import { ChatRequest } from "../exchange/request";
import { SETTINGS, Setting } from "../exchange/setting";
import { Splices } from "../exchange/splices";
import { StopSequences } from "../exchange/stop-sequences";
import { Face } from "../policy/model/face";
import { Target } from "../policy/model/target";
import { BETA_HEADER } from "../policy/provider/leave-out";
import { contains } from "../wire/contains";
import { HeaderReader } from "../wire/header-list";
import { JsonWriter } from "../wire/json-writer";
import { Output } from "../wire/output";
import { ABSENT, is, Span, span, start } from "../wire/span";
import { Exchange } from "./exchange";

const NO_MEMBERS: Array<string> = [];

const field = new Output();

/** Between whom one attempt translates: the client's dialect on one side, on the other the provider's face. */
export class Translation {
  /** What the provider is spoken to in. */
  spoken: Dialect;
  /** Likewise, for embeddings; null for every other operation. */
  private shape: EmbeddingDialect | null = null;

  constructor(
    private exchange: Exchange,
    private target: Target,
    public face: Face,
  ) {
    this.spoken = exchange.dialect.towards(face.dialect, target.traits);
    const asked = exchange.embeddings;
    const offered = face.dialect.embeddings();
    if (asked !== null && offered !== null) this.shape = asked.towards(offered);
  }

  get embeddings(): EmbeddingDialect | null {
    return this.shape;
  }

  /** Whether both sides speak the same: answers go through as they are. */
  get isNative(): bool {
    if (this.exchange.operation == Operation.Embeddings) return this.shape === this.exchange.embeddings;
    return this.spoken === this.exchange.dialect;
  }

  /** Whether the request is written anew. */
  get rewritesRequest(): bool {
    return !this.isNative || (this.exchange.admission.rewritten && this.exchange.operation == Operation.Chat);
  }

  /** Behind the face's base path. */
  path(): string {
    const shape = this.shape;
    if (shape !== null) return shape.path();
    if (this.exchange.operation == Operation.Compact) return this.spoken.compactPath();
    const counts = this.exchange.operation == Operation.CountTokens;
    return counts ? this.spoken.countTokensPath() : this.spoken.chatPathAt(this.target.traits);
  }

  writeRequest(model: Span, json: JsonWriter): void {
    const asked = this.exchange.request;
    const shape = this.shape;
    if (shape !== null) {
      const embedding = asked.embedding;
      if (embedding !== null) shape.writeRequest(embedding, model, json);
      return;
    }
    const request = asked.chat;
    if (request === null) return;
    const own = this.leaveOutSettings(request, null);
    const wanted = this.wantedCacheControl;
    if (wanted != ABSENT) request.settings[Setting.CacheControl] = wanted;
    this.spoken.writeRequest(request, model, this.target.traits, json);
    request.settings = own;
  }

  /** Gives the request settings of its own without those that the provider refuses; its former ones. `into`: who is told; null: nobody. */
  private leaveOutSettings(request: ChatRequest, into: Fit | null): StaticArray<Span> {
    const own = request.settings;
    const left = new StaticArray<Span>(SETTINGS);
    const names = this.spoken.fields.settings;
    for (let i = 0; i < SETTINGS; i++) {
      if (own[i] == ABSENT) continue;
      if (!this.target.provider.leaveOut.hasSetting(names.nameOf(i))) left[i] = own[i];
      else if (into !== null) into.drop(request.names.settings.nameOf(i));
    }
    request.settings = left;
    return own;
  }

  /** What a rule says of the provider's prompt cache; ABSENT: nothing, or the client says it itself, or nobody here listens. */
  private get wantedCacheControl(): Span {
    const rule = this.exchange.applied.rule;
    if (rule === null || rule.cacheControl == ABSENT || !this.spoken.takesCacheControl()) return ABSENT;
    if (this.exchange.operation != Operation.Chat || contains(this.exchange.raw.body, '"cache_control"')) return ABSENT;
    return rule.cacheControl;
  }

  /** The name of the tool that the provider calls by its text, as `Dialect.callInWords`. */
  get callInWords(): Span {
    const request = this.exchange.request.chat;
    return request === null || this.isNative ? ABSENT : this.spoken.callInWords(request);
  }

  /** Whether the provider is asked for usage that the client did not ask for. */
  get addsUsage(): bool {
    return this.isNative && this.target.traits.streamUsage && !this.exchange.raw.adjustments.isEmpty;
  }

  /** What a native request says beyond the client's own words; the caller's to add to. `model`: the provider's name for it. */
  adjustments(model: Span): Splices {
    const splices = new Splices();
    if (this.addsUsage) splices.add(this.exchange.raw.adjustments);
    splices.add(this.exchange.admission.cuts);
    this.addCacheControl(splices);
    if (this.exchange.operation == Operation.Chat) {
      this.spoken.complete(this.exchange.request.tape, model, this.target.traits, splices);
    }
    const messages = this.exchange.dialect.fields.messages;
    this.target.provider.leaveOut.cut(this.exchange.request.tape, messages, this.refused, splices);
    return splices;
  }

  /** The members of a native request that the model is known to refuse. */
  private get refused(): Array<string> {
    if (this.exchange.operation != Operation.Chat) return NO_MEMBERS;
    return this.spoken.refusedMembers(this.exchange.request.tape, this.target.traits);
  }

  private addCacheControl(splices: Splices): void {
    const wanted = this.wantedCacheControl;
    const tape = this.exchange.request.tape;
    if (wanted == ABSENT || !tape.isObject(tape.root)) return;
    field.clear();
    field.ascii('"cache_control":');
    field.raw(wanted);
    field.byte(0x2c);
    splices.put(span(start(tape.value(tape.root)) + 1, 0), field.bytes);
  }

  /** Whether the provider does not get all that the client said. */
  get loses(): bool {
    if (this.rewritesRequest || !this.exchange.admission.cuts.isEmpty) return true;
    return !this.target.provider.leaveOut.isEmpty || this.refused.length > 0;
  }

  /** Those that the client asks for; ABSENT: none. */
  private get betas(): Span {
    const headers = new HeaderReader(this.exchange.raw.headers);
    while (headers.next()) if (is(headers.name, BETA_HEADER)) return headers.value;
    return ABSENT;
  }

  /** The sequences at which the answer has to be ended here; null: none. */
  get stops(): StopSequences | null {
    if (this.isNative || this.spoken.knowsStops(this.target.traits)) return null;
    const request = this.exchange.request.chat;
    return request === null || request.stop.length == 0 ? null : new StopSequences(request.stop);
  }

  /** What the translation of the request lost. */
  fit(): Fit {
    const fit = new Fit();
    if (!this.rewritesRequest) {
      const messages = this.exchange.dialect.fields.messages;
      if (this.exchange.admission.cuts.loses) fit.drop(messages + ".reasoning");
      this.target.provider.leaveOut.tell(this.exchange.request.tape, messages, this.refused, this.betas, fit);
      return fit;
    }
    const asked = this.exchange.request;
    const shape = this.shape;
    if (shape !== null) {
      const embedding = asked.embedding;
      if (embedding === null) return fit;
      for (let i = 0; i < embedding.dropped.length; i++) fit.drop(embedding.dropped[i]);
      shape.fit(embedding, fit);
      return fit;
    }
    const request = asked.chat;
    if (request !== null) {
      for (let i = 0; i < request.dropped.length; i++) fit.drop(request.dropped[i]);
      for (let i = 0; i < request.approximated.length; i++) fit.approximate(request.approximated[i]);
      const own = this.leaveOutSettings(request, fit);
      this.spoken.fit(request, this.target.traits, fit);
      request.settings = own;
    }
    return fit;
  }
}
