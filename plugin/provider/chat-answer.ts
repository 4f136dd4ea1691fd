import { keepChat } from "../cache/kept-answer";
import { callInWords } from "../exchange/call-in-words";
import { cutAnswer } from "../exchange/cut-answer";
import { estimateAnswer } from "../exchange/estimate";
import { PartKind, TextPart } from "../exchange/part";
import { ChatResponse, StopReason } from "../exchange/response";
import { isCounted } from "../policy/limits/price";
import { writeAnswer } from "../reply/answer-body";
import { Arena } from "../wire/arena";
import { Tape } from "../wire/json-tape";
import { Output } from "../wire/output";
import { ABSENT, length, Span } from "../wire/span";
import { flawsIn } from "./flaw-finder";
import { WholeAnswer } from "./whole-answer";

/** A chat response in one document. */
export class ChatAnswer extends WholeAnswer {
  private response: ChatResponse = new ChatResponse();
  private told: i64 = 0;
  /** What is left of a text that a stop sequence has cut. */
  private cut: Arena = new Arena();

  protected get kind(): string {
    return "chat response";
  }

  get said(): i64 {
    return this.told;
  }

  protected read(tape: Tape): bool {
    if (!this.translation.spoken.readResponse(tape, this.response)) return false;
    const called = this.translation.callInWords;
    if (called != ABSENT) callInWords(this.response, called);
    const stops = this.translation.stops;
    if (stops !== null) {
      cutAnswer(this.response, stops, this.cut);
      stops.free();
    }
    if (!this.translation.isNative) this.response.maker = this.translation.spoken.name;
    this.usage = this.response.usage;
    this.flawFinder = flawsIn(this.response, this.exchange, this.target, this.translation.isNative);
    if (!isCounted(this.usage.output)) this.told = estimateAnswer(this.response);
    return true;
  }

  /** One that was cut off at once, or filtered, is an answer; so is one whose thoughts were counted and not told. */
  protected get isEmpty(): bool {
    const response = this.response;
    if (response.stopReason != StopReason.End || response.answersOtherwise || response.usage.reasoning > 0)
      return false;
    for (let i = 0; i < response.parts.length; i++) {
      const part = response.parts[i];
      if (part.kind != PartKind.Text || length(changetype<TextPart>(part).text) > 0) return false;
    }
    return true;
  }

  /** A request for a stream may have been answered in one piece. */
  protected get isRewritten(): bool {
    if (!this.translation.isNative) return true;
    return this.exchange.facts.stream && !this.translation.spoken.streamsDocuments();
  }

  protected write(out: Output): string {
    return writeAnswer(this.response, this.exchange, this.exchange.stamp, out);
  }

  protected keep(document: Span, written: Span): void {
    keepChat(this.exchange, this.target, this.translation.spoken.name, this.response, document);
  }

  free(): void {
    this.cut.free();
  }
}
