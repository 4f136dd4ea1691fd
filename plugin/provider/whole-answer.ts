import { body, replaceBody } from "../abi/host";
import { BufferType, DataStatus } from "../abi/types";
import { Failure } from "../exchange/failure";
import { classify } from "../policy/failure/classification";
import { FailureKind } from "../policy/failure/table";
import { milliseconds } from "../vm/clock";
import { Tape } from "../wire/json-tape";
import { Output } from "../wire/output";
import { ABSENT, Span, text } from "../wire/span";
import { Answer } from "./answer";
import { pageWords } from "./page-words";
import { isPage, plainWords } from "./plain-words";

const tape = new Tape();

/** An answer in one document, or an error. Held until it is whole: one that breaks off is retried unseen. */
export abstract class WholeAnswer extends Answer {
  private size: i32 = 0;

  /** Takes up the document; false if it is no answer. */
  protected abstract read(tape: Tape): bool;
  /** Whether it says nothing, and does not say why. */
  protected get isEmpty(): bool {
    return false;
  }
  protected get hasContent(): bool {
    return !this.isEmpty;
  }
  /** What such a document should be: "chat response". */
  protected abstract get kind(): string;
  /** Whether the client gets another document. */
  protected abstract get isRewritten(): bool;
  /** Whether a document of that size, by an honest status, is the client's as it is, unread. */
  protected passesUnread(size: i32): bool {
    return false;
  }
  /** Writes that document, and says of which type it is. */
  protected abstract write(out: Output): string;

  /** A good answer, for the response cache. `document`: the provider's; `written`: what the client gets. */
  protected keep(document: Span, written: Span): void {}

  onBody(size: i32, endOfStream: bool): DataStatus {
    this.size = size;
    if (!endOfStream) return DataStatus.StopIterationAndBuffer;
    this.finish();
    return DataStatus.Continue;
  }

  onTrailers(): void {
    this.finish();
  }

  private finish(): void {
    const document: Span = this.size == 0 ? ABSENT : body(BufferType.ResponseBody, 0, this.size);
    this.firstContentAt = milliseconds();
    if (this.passesUnread(this.size)) return this.release("", -1);
    const isJson = document != ABSENT && tape.scan(document);
    if (this.status < 200 || this.status >= 300) return this.readFailure(document, isJson);
    const readable = isJson && tape.isObject(tape.root);
    if (document == ABSENT) return this.fail(FailureKind.Empty, this.unusable("answered with nothing"));
    if (!readable) return this.fail(FailureKind.NotAnAnswer, this.unreadable(document));
    if (!this.read(tape)) return this.failUnderSuccess();
    if (this.isEmpty && this.mayMoveOn) return this.fail(FailureKind.Empty, this.unusable("answered without content"));
    if (!this.isRewritten) {
      if (this.status == 200) this.keep(document, document);
      return this.release("", -1);
    }
    const out = new Output();
    const type = this.write(out);
    if (this.status == 200) this.keep(document, out.bytes);
    this.release(type, out.size);
    replaceBody(BufferType.ResponseBody, this.size, out.bytes);
    out.free();
  }

  private unreadable(document: Span): Failure {
    if (this.head.isPlain) return this.unusable("answered with something that is not JSON" + this.onPage(document));
    return this.unusable("answered in the encoding '" + text(this.head.encoding) + "', though it was asked for none");
  }

  /** Some servers report an error with a status that says all is well. */
  private failUnderSuccess(): void {
    const said = this.translation.spoken.readError(tape, 502);
    if (said !== null) return this.fail(classify(said.status, said, this.target.provider.words), said);
    this.fail(FailureKind.NotAnAnswer, this.unusable("answered with something that is no " + this.kind));
  }

  /** An error that the client can read goes through; any other is put into its words. The status stays as it is. */
  private readFailure(document: Span, isJson: bool): void {
    const status = this.status;
    const unknown = "answered with status " + status.toString();
    if (status < 400) return this.fail(FailureKind.NotAnAnswer, this.unusable(unknown));
    const read = isJson ? this.translation.spoken.readError(tape, status) : null;
    if (read === null && isPage(document, this.head.type)) {
      // Whatever stands before the provider has made it, and it says much: the failure's kind is that of its status.
      return this.fail(classify(status, null, null), this.unusable(unknown + this.onPage(document), status));
    }
    const words: string = read === null && this.head.isPlain ? plainWords(document) : "";
    const said: Failure | null = words.length > 0 ? new Failure(status, words) : read;
    const kind = classify(status, said, this.target.provider.words);
    if (said === null) return this.fail(kind, this.unusable(unknown, status));
    // What the client's libraries would not find in the provider's own document is put into the client's.
    const isFound = read !== null && tape.isObject(tape.root) && said.retryAfter.length == 0 && !said.saysMore;
    this.fail(kind, said, isFound && this.translation.isNative);
  }

  /** What stands on a page, to be told behind what it did; empty: nothing, or it is no page. */
  private onPage(document: Span): string {
    const words = this.head.isPlain && isPage(document, this.head.type) ? pageWords(document) : "";
    return words.length == 0 ? "" : ": " + words;
  }
}
