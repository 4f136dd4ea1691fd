import { describe, expect, it } from "vitest";
import { REPLY, WIRE } from "../../fixtures/wire/index.ts";
import { limited, messageOf, send } from "./limited.ts";

describe("requests at one moment", () => {
  const host = () => limited({ key: { concurrent_requests: 2 } }, () => undefined);
  const answer = (exchange: ReturnType<typeof send>) => {
    exchange.attempt.head(200, { "content-type": "application/json" });
    exchange.attempt.data(JSON.stringify(WIRE.openai.response(REPLY)), true);
  };

  it("go on up to the limit, and a new one when one has ended", () => {
    const one = host();
    const first = send(one);
    send(one);
    const third = send(one);
    expect(third.result.status).toBe(429);
    expect(messageOf(third)).toBe("key 'web': 2 requests at a time; try again when one has ended");
    expect(third.result.headers["retry-after"]).toBe("1");
    answer(first);
    expect(first.result.status).toBe(200);
    expect(send(one).result.status).toBeUndefined();
    expect(send(one).result.status).toBe(429);
  });

  it.each<[string, (exchange: ReturnType<typeof send>) => void]>([
    ["whose client left", (exchange) => exchange.disconnect()],
    ["whose connection broke", (exchange) => exchange.attempt.fail("reset")],
    ["that Envoy answered itself", (exchange) => exchange.envoyReplies("no_healthy_upstream")],
  ])("are fewer by one %s", (_, end) => {
    const one = host();
    for (let i = 0; i < 20; i++) {
      const exchange = send(one);
      expect(exchange.result.status).toBeUndefined();
      end(exchange);
      while (!exchange.result.done) exchange.attempt.fail("reset");
    }
    send(one);
    send(one);
    expect(send(one).result.status).toBe(429);
  });

  it("of another VM count as long as it is heard of", () => {
    const one = host();
    send(one);
    // Another worker's share: number 99 holds one request.
    const key = "headgate.limits.1.key:web";
    const account = Buffer.from(one.sharedData(key) ?? []);
    const share = Buffer.from(account.subarray(account.length - 40));
    share.writeBigInt64LE(99n, 0);
    const count = account.length - 40 - 8;
    account.writeBigInt64LE(2n, count);
    one.shareData(key, Buffer.concat([account, share]));
    // The roll: the next number, and when each was last heard of.
    const beat = () => {
      const roll = [100n, 1n, BigInt(one.now), 99n, BigInt(one.now)];
      one.shareData("headgate.limits.1.vms", new Uint8Array(BigInt64Array.from(roll).buffer));
    };
    beat();
    expect(send(one).result.status).toBe(429);
    one.advance(4_000);
    expect(send(one).result.status).toBe(429);
    beat();
    one.advance(4_500);
    expect(send(one).result.status).toBe(429);
    one.advance(1_000);
    expect(send(one).result.status).toBeUndefined();
  });
});
