import { setNumberHeader, setTextHeader } from "../abi/host";
import { MapType } from "../abi/types";
import { ChatResponse } from "../exchange/response";
import { Tape } from "../wire/json-tape";
import { JsonWriter } from "../wire/json-writer";
import { Output } from "../wire/output";
import { replay } from "./replay";
import { WholeAnswer } from "./whole-answer";

/** A chat response in one document. */
export class ChatAnswer extends WholeAnswer {
  private response: ChatResponse = new ChatResponse();

  protected get kind(): string {
    return "chat response";
  }

  protected read(tape: Tape): bool {
    if (!this.conversation.spoken.readResponse(tape, this.response)) return false;
    if (!this.conversation.isNative) this.response.maker = this.conversation.spoken.name;
    this.usage = this.response.usage;
    return true;
  }

  /** A request for a stream may have been answered in one piece. */
  protected get isRewritten(): bool {
    return !this.conversation.isNative || this.exchange.facts.stream;
  }

  protected write(out: Output): string {
    const exchange = this.exchange;
    const dialect = exchange.dialect;
    if (!exchange.facts.stream) {
      dialect.writeResponse(this.response, exchange.clientRequest, exchange.stamp, new JsonWriter(out));
      return "application/json";
    }
    const writer = dialect.streamWriter(exchange.clientRequest, exchange.stamp, out);
    writer.maker = this.response.maker;
    replay(this.response, writer);
    writer.free();
    return dialect.streamContentType();
  }

  protected release(type: string, size: i32): void {
    super.release(type, size);
    if (!this.conversation.isNative || size < 0) return;
    setTextHeader(MapType.ResponseHeaders, "content-type", type);
    setNumberHeader(MapType.ResponseHeaders, "content-length", size);
  }
}
