import { demand } from "../demand.ts";
import { looseEvents } from "../loose-events.ts";
import type { Ending, Protocol, StreamProtocol } from "../protocol/protocol.ts";
import type { ProviderAnswer } from "../provider-answer.ts";

/**
 * A stream of the client's own dialect: the provider's events in their order, each as it was, and, where
 * they do not say that the answer is whole, an error event of the gateway's behind them.
 *
 * @throws Fault
 */
export function checkPassedStream(
  protocol: Protocol,
  stream: StreamProtocol,
  bytes: Uint8Array,
  served: ProviderAnswer,
  mayJustStop: boolean,
): Ending {
  const got = looseEvents(stream, bytes);
  const sent = looseEvents(stream, served.bytes).map((event) => JSON.stringify(event));
  const own: unknown[] = [];
  let at = 0;
  for (const [index, event] of got.entries()) {
    const found = sent.indexOf(JSON.stringify(event), at);
    if (found >= 0) at = found + 1;
    else if (index < got.length - 2 || !isPieceOf(event, served)) own.push(event);
  }
  if (own.length === 0) {
    const whole = got.some(stream.saysWhole);
    const failed = got.some((event) => isError(protocol, event));
    demand(whole || failed || mayJustStop, () => "a stream that just stops");
    return whole ? "whole" : failed ? "failed" : "open";
  }
  demand(
    own.length === 1 && own[0] === got.at(-1),
    () => `events that the provider never sent: ${JSON.stringify(own)}`,
  );
  protocol.checkError(own[0]);
  // The event just before it may be the one that failed: its bytes went out before its end came.
  demand(!got.slice(0, -2).some(stream.isEndMark), () => "an end mark in a stream that failed");
  return "failed";
}

/** What stands before the gateway's error may be cut anywhere, inside a character too: the bytes went out as they came. */
function isPieceOf(event: unknown, { bytes }: ProviderAnswer): boolean {
  if (typeof event !== "string") return false;
  const text = bytes.toString();
  return event.split("\n").every((line) => text.includes(line.replace(/\uFFFD+$/, "")));
}

function isError(protocol: Protocol, event: unknown): boolean {
  try {
    protocol.checkError(event);
    return true;
  } catch {
    return typeof event === "object" && event !== null && "error" in event && event.error !== null;
  }
}
