import { ChatResponse } from "../exchange/response";
import { Stamp } from "../exchange/stamp";
import { Exchange } from "../live/exchange";
import { JsonWriter } from "../wire/json-writer";
import { Output } from "../wire/output";
import { replay } from "./answer-events";

/** Writes a whole answer as the client wants it, in one document or as a stream, and says of which type that is. */
export function writeAnswer(response: ChatResponse, exchange: Exchange, stamp: Stamp, out: Output): string {
  const dialect = exchange.dialect;
  if (!exchange.facts.stream) {
    dialect.writeResponse(response, exchange.request.asRead, stamp, new JsonWriter(out));
    return "application/json";
  }
  const writer = dialect.streamWriter(exchange.request.asRead, stamp, out);
  writer.maker = response.maker;
  replay(response, writer);
  writer.free();
  return dialect.streamContentType();
}
