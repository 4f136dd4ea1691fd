import { describe, expect, it } from "vitest";
import { DIALECTS } from "../../../contract/dialect.ts";
import { TRANSLATED } from "../../envoy/expect-reply.ts";
import { conversationFor, parseStream, REPLY, textOf, WIRE } from "../../fixtures/wire/index.ts";
import { ask, cachedFilter, chatRequest, outcomeOf } from "./cached.ts";

/** Who fills the cache, and who is answered from it: each dialect, with a stream and without. */
const CLIENTS = DIALECTS.flatMap((client) => [true, false].map((stream) => ({ client, stream })));

const asked = { ...conversationFor("responses"), model: "m", temperature: 0 };

describe.each(DIALECTS)("an answer of a provider of %s", (provider) => {
  // Ollama's answers have no id: the gateway makes one. A kept answer is said in one piece.
  const expected = { ...REPLY, id: provider === "ollama" ? "" : REPLY.id, pieces: [textOf(REPLY)] };

  describe.each(CLIENTS)("to a client of $client (stream: $stream)", ({ client: first, stream: streamed }) => {
    it.each(CLIENTS)("is given again to one of $client (stream: $stream)", ({ client, stream }) => {
      const { host, asked: count } = cachedFilter(provider);
      const filled = ask(host, first, chatRequest(first, { stream: streamed }));
      expect([filled.status, outcomeOf(filled)]).toEqual([200, "miss"]);
      host.advance(3000);
      const again = ask(host, client, chatRequest(client, { stream }));
      expect([again.status, outcomeOf(again), again.headers.age]).toEqual([200, "hit", "3"]);
      expect([count(), again.attempts, host.logs]).toEqual([1, [], []]);

      const type = stream ? WIRE[client].streamType : "application/json";
      expect(again.headers["content-type"]?.replace(/;.*/, "")).toBe(type.replace(/;.*/, ""));
      if (stream) expect(parseStream(client, again.body)).toEqual(TRANSLATED[client].events(expected, asked));
      else if (client === provider && !streamed)
        expect(again.body).toBe(JSON.stringify(WIRE[provider].response(REPLY)));
      else expect(JSON.parse(again.body)).toEqual(TRANSLATED[client].document(expected, asked));
      // Ids and times that the gateway made are the first answer's own.
      if (client === first && stream === streamed && !stream) expect(again.body).toBe(filled.body);
    });
  });
});
