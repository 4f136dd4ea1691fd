import { expect } from "vitest";
import type { Dialect } from "../../contract/dialect.ts";
import { breaksAfterContent, type Ending, PIECES_BEFORE_BREAK, type Provider } from "../fixtures/provider/index.ts";
import { conversationFor, REPLY, WIRE } from "../fixtures/wire/index.ts";
import { chat } from "./ask.ts";
import { expectBrokenStream } from "./expect-failure.ts";
import type { Gateway } from "./gateway.ts";

const BEFORE = REPLY.pieces.slice(0, PIECES_BEFORE_BREAK);
const AFTER = REPLY.pieces.slice(PIECES_BEFORE_BREAK);

/** A stream that breaks when its first pieces are with the client: they stay, and the dialect's error event is last. */
export async function expectStreamToBreak(
  gateway: Gateway,
  provider: Provider,
  { client, provider: asked, model }: { client: Dialect; provider: Dialect; model: string },
  ending: Ending,
  message: RegExp,
): Promise<void> {
  let arrived = () => {};
  const arrival = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  provider.on(model, breaksAfterContent(ending, arrival));
  const request = WIRE[client].request({ ...conversationFor(client, asked), model, stream: true });
  const answer = await chat(gateway, client, request, {}, (text) => {
    if (BEFORE.every((piece) => unescaped(text).includes(piece))) arrived();
  });
  expectBrokenStream(client, answer, message);
  for (const piece of BEFORE) expect(unescaped(answer.text)).toContain(piece);
  for (const piece of AFTER) expect(unescaped(answer.text)).not.toContain(piece);
}

/** Ollama writes `<` as `\\u003c`, and quotes are escaped in JSON. */
function unescaped(text: string): string {
  return text.replaceAll("\\u003c", "<").replaceAll("\\u003e", ">").replaceAll('\\"', '"');
}
