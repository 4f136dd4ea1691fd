import { expectGarbage } from "../abi/dispatcher";
import { Failure } from "../exchange/failure";
import { Exchange } from "../live/exchange";
import { Holding } from "../policy/memory/shares";
import { shares } from "../vm/shares";
import { ABSENT, hash64, length, Span } from "../wire/span";
import { GO_ON, Outcome, refuse } from "./outcome";
import { RequestHead } from "./request-head";

/** Of the VM's memory for a request without a body, with its attempts and their answers: an estimate, on the safe side. */
const BARE_REQUEST: i64 = 8 * 1024;

/**
 * What reading one JSON value makes, on the average: an estimate from the objects' fields, 400 bytes for a message of five.
 * Garbage, once the request is over.
 */
const READ_VALUE: i64 = 80;

/** Opens the caller's account, and looks whether there will be room for the body that the head announces. */
export function holdHead(exchange: Exchange, head: RequestHead): Outcome {
  const key = exchange.key;
  if (key !== null) {
    const tenant = idOf(key.tenant);
    exchange.holding = new Holding(key.id == ABSENT ? tenant : hash64(key.id), tenant);
  }
  const announced = BARE_REQUEST + head.contentLength;
  return shares.fits(exchange.holding, announced) ? hold(exchange, BARE_REQUEST) : noRoom(announced);
}

/** So much of the body has come in. */
export function holdBody(exchange: Exchange, size: i32): Outcome {
  return hold(exchange, BARE_REQUEST + size);
}

/** The body is read. */
export function holdRead(exchange: Exchange): Outcome {
  return hold(exchange, BARE_REQUEST + length(exchange.raw.body) + READ_VALUE * exchange.request.tape.size);
}

function hold(exchange: Exchange, bytes: i64): Outcome {
  if (!shares.fits(exchange.holding, bytes)) return noRoom(bytes);
  shares.hold(exchange.holding, bytes);
  return GO_ON;
}

function noRoom(bytes: i64): Outcome {
  if (!shares.couldFit(bytes)) {
    return refuse(new Failure(413, "the request is more than the gateway can hold: send less at once"));
  }
  const failure = new Failure(
    503,
    "the gateway holds as much of your requests as it can: send this one again in a moment",
  );
  failure.retryAfter = "1";
  return refuse(failure);
}

/** The request is over. */
export function letGo(exchange: Exchange): void {
  expectGarbage(exchange.holding.bytes);
  shares.hold(exchange.holding, 0);
}

function idOf(name: Span): u64 {
  return name == ABSENT ? 0 : hash64(name);
}
