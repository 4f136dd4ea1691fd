import { Excerpt } from "../exchange/excerpt";
import { Listener } from "../exchange/listener";
import { PartKind, TextPart } from "../exchange/part";
import { Format } from "../exchange/request";
import { ChatResponse, StopReason, Usage } from "../exchange/response";
import { SilentWriter, StreamWriter } from "../exchange/stream";
import { Exchange } from "../live/exchange";
import { Flaw } from "../policy/health/flaw";
import { flawsOfText, isOfOtherScript } from "../policy/health/text-flaws";
import { Target } from "../policy/model/target";
import { ownDraw } from "../vm/draw";
import { Output } from "../wire/output";
import { ABSENT, length, Span } from "../wire/span";
import { mayBeJudged, putBeforeJudge } from "./judged-answer";
import { promptOf } from "./sampled-prompt";

/** One answer in eight is read: what it costs is in docs/health.md. */
const READ_PART: f64 = 0.125;
/** About 4,000 tokens: what of an answer is kept to be read. */
const MOST_TEXT: i32 = 16 * 1024;

const nobody = new SilentWriter(new Output());

/** Finds what is wrong with an answer. */
export class FlawFinder extends Listener {
  /** Bits by `Flaw`, once the answer is whole. */
  flaws: i32 = 0;
  /** Why the model stopped, once the answer is whole. */
  stopReason: StopReason = StopReason.End;
  /** Whether its text is read too, or was. */
  isRead: bool = ownDraw().next() < READ_PART;
  /** Whether it goes to the judge. */
  private isJudged: bool = false;
  private speaks: bool = false;
  private calls: bool = false;
  private refuses: bool = false;
  private excerpt: Excerpt = new Excerpt(MOST_TEXT);

  constructor(
    inner: StreamWriter,
    private exchange: Exchange,
    private target: Target,
    /** The request went to the provider as the caller wrote it. */
    private isNative: bool,
  ) {
    super(inner);
    this.isJudged = mayBeJudged(exchange) && ownDraw().next() < exchange.policy.judgedPart;
  }

  text(piece: Span): void {
    if (length(piece) > 0) this.speaks = true;
    if (this.isRead || this.isJudged) this.excerpt.add(piece);
    super.text(piece);
  }
  refusal(piece: Span): void {
    this.refuses = true;
    super.refusal(piece);
  }
  toolCall(index: i32, id: Span, name: Span): void {
    this.calls = true;
    super.toolCall(index, id, name);
  }
  otherwise(): void {
    this.calls = true;
    super.otherwise();
  }
  finish(reason: StopReason, stopSequence: Span, usage: Usage): void {
    this.stopReason = reason;
    this.flaws = this.flawsOf(reason);
    // One that was cut off by a limit says nothing of what its target would have said.
    if (this.isJudged && (reason == StopReason.End || reason == StopReason.StopSequence)) {
      putBeforeJudge(this.exchange, this.target, this.excerpt.text);
    }
    this.isJudged = false;
    super.finish(reason, stopSequence, usage);
  }
  free(): void {
    this.excerpt.free();
    super.free();
  }

  private flawsOf(reason: StopReason): i32 {
    if (this.refuses || reason == StopReason.Refused) return 1 << Flaw.Refusal;
    let flaws = 0;
    const isHeld = reason == StopReason.Length || reason == StopReason.Filtered || reason == StopReason.Paused;
    if (!this.speaks && !this.calls && !isHeld) flaws |= 1 << Flaw.Empty;
    return this.isRead ? flaws | this.read(reason) : flaws;
  }

  private read(reason: StopReason): i32 {
    const exchange = this.exchange;
    const text = this.excerpt.text;
    const prompt = promptOf(exchange);
    if (prompt === null) return flawsOfText(text, this.excerpt.isPart, false);
    const request = exchange.request.asRead;
    const isLimited = request.maxTokens != ABSENT || !this.isNative;
    const isCutOff = reason == StopReason.ContextFull || (reason == StopReason.Length && !isLimited);
    const wantsJson = request.format != Format.Text && !this.calls && reason != StopReason.Length;
    let flaws = flawsOfText(text, this.excerpt.isPart, wantsJson);
    if (isCutOff) flaws |= 1 << Flaw.CutOff;
    return isOfOtherScript(text, prompt) ? flaws | (1 << Flaw.OtherScript) : flaws;
  }
}

/** Listens to a whole answer, as if it had come as a stream. */
export function flawsIn(response: ChatResponse, exchange: Exchange, target: Target, isNative: bool): FlawFinder {
  const finder = new FlawFinder(nobody, exchange, target, isNative);
  const parts = response.parts;
  for (let i = 0; i < parts.length; i++) {
    const kind = parts[i].kind;
    if (kind == PartKind.ToolCall) finder.toolCall(0, ABSENT, ABSENT);
    else if (kind == PartKind.Text) finder.text(changetype<TextPart>(parts[i]).text);
    else if (kind == PartKind.Refusal) finder.refusal(ABSENT);
  }
  if (response.answersOtherwise) finder.otherwise();
  finder.finish(response.stopReason, ABSENT, response.usage);
  finder.free();
  return finder;
}
