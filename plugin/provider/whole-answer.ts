import { body, replaceBody, setNumberHeader, setTextHeader } from "../abi/host";
import { BufferType, DataStatus, MapType } from "../abi/types";
import { Failure } from "../exchange/failure";
import { ChatResponse } from "../exchange/response";
import { Tape } from "../wire/json-tape";
import { JsonWriter } from "../wire/json-writer";
import { Output } from "../wire/output";
import { ABSENT, length, Span } from "../wire/span";
import { Answer } from "./answer";

const tape = new Tape();

/** An answer in one document, or an error. Held until it is whole: one that breaks off is retried unseen. */
export class WholeAnswer extends Answer {
  private size: i32 = 0;

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
    this.settled = true;
    const readable = document != ABSENT && tape.scan(document) && tape.isObject(tape.root);
    if (this.status < 200 || this.status >= 300) return this.readFailure(readable);
    if (document == ABSENT) return this.fail(this.unusable("answered with nothing"));
    if (!readable) return this.fail(this.unusable("answered with something that is not JSON"));
    const response = new ChatResponse();
    if (!this.target.dialect.readResponse(tape, response)) {
      const said = this.target.dialect.readError(tape);
      return this.fail(
        said !== null ? new Failure(502, said) : this.unusable("answered with something that is no chat response"),
      );
    }
    this.usage = response.usage;
    this.release();
    if (!this.sameDialect || this.exchange.facts.stream) this.translate(response);
  }

  private translate(response: ChatResponse): void {
    const exchange = this.exchange;
    const out = new Output();
    if (exchange.facts.stream) {
      // The provider answered a request for a stream in one piece.
      const writer = exchange.dialect.streamWriter(exchange.clientRequest, exchange.stamp, out);
      writer.begin(response.id, response.model, response.usage);
      for (let i = 0; i < response.texts.length; i++) {
        if (length(response.texts[i]) > 0) writer.text(response.texts[i]);
      }
      writer.finish(response.stopReason, response.usage);
      writer.free();
      setTextHeader(MapType.ResponseHeaders, "content-type", exchange.dialect.streamContentType());
    } else {
      exchange.dialect.writeResponse(response, exchange.stamp, new JsonWriter(out));
      setTextHeader(MapType.ResponseHeaders, "content-type", "application/json");
    }
    setNumberHeader(MapType.ResponseHeaders, "content-length", out.size);
    replaceBody(BufferType.ResponseBody, this.size, out.bytes);
    out.free();
  }

  /** An error that the client can read goes through; any other is put into its words. */
  private readFailure(readable: bool): void {
    const status = this.status;
    const unknown = "answered with status " + status.toString();
    if (status < 400) return this.fail(this.unusable(unknown));
    const said = readable ? this.target.dialect.readError(tape) : null;
    const failure = this.refusal(status, said !== null ? said : this.unusable(unknown, status).message);
    // The status stays as it is, for Envoy's router; a failure with the same one needs no other words.
    const passes = said !== null && this.sameDialect && failure.status == status;
    this.exchange.failure = passes ? null : failure;
  }
}
