import { describe, expect, it } from "vitest";
import type { Policy } from "../../../contract/policy.ts";
import type { Host, Upstream } from "../../host/index.ts";
import { filterUnder, modelOf, policyOf } from "../filter.ts";
import { good, keyOf, NOON, presented, refused, send } from "./keyed.ts";

const seconds = NOON / 1000;

/** One key of two secrets, as a snapshot has them; `extra`: another key of the provider. */
function rotatedKey(upstream: Upstream, first: object, second: object, extra: object[] = []): Host {
  const policy = policyOf(modelOf("openai"));
  const [provider] = policy.providers;
  if (provider === undefined) throw new Error("the policy has no provider");
  const shared = { id: "k", weight: 1, limits: {} };
  const keys = [{ ...shared, value: "old", ...first }, { ...shared, value: "new", generation: 1, ...second }, ...extra];
  provider.keys = keys as Policy["providers"][number]["keys"];
  return filterUnder(policy, upstream, { now: NOON });
}

const rejects =
  (...keys: string[]): Upstream =>
  ({ headers }) =>
    keys.includes(keyOf(headers) ?? "") ? refused(401) : good();

describe("a rotated key", () => {
  const over = { retires_at: 0, expires_at: seconds + 60 };

  it("is presented by its new secret, and by the old one where that is refused", () => {
    const fine = rotatedKey(rejects(), over, {});
    expect([send(fine), send(fine), send(fine)].flatMap(presented)).toEqual(["new", "new", "new"]);
    const wrong = rotatedKey(rejects("new"), over, {});
    const first = send(wrong);
    expect([first.status, presented(first)]).toEqual([200, ["new", "old"]]);
    expect(presented(send(wrong))).toEqual(["old"]);
  });

  it("has no old secret any more when the overlap is over", () => {
    const host = rotatedKey(rejects("new"), over, {});
    host.advance(60_000);
    const last = send(host);
    expect(presented(last)).not.toContain("old");
    expect(last.status).toBe(502);
  });

  it("does not bear what the secret before was refused for", () => {
    const first = { retires_at: seconds + 10, expires_at: seconds + 20 };
    const host = rotatedKey(rejects("old"), first, { not_before: seconds + 10 });
    expect(send(host).status).toBe(502);
    host.advance(10_000);
    expect([send(host), send(host)].map((result) => [result.status, presented(result)])).toEqual([
      [200, ["new"]],
      [200, ["new"]],
    ]);
  });

  it("is used before the old secret of it is, and other keys too", () => {
    const extra = [{ id: "other", weight: 1, limits: {}, value: "other" }];
    const host = rotatedKey(rejects("new"), over, {}, extra);
    const sent = Array.from({ length: 4 }, () => send(host)).flatMap(presented);
    expect(sent).toContain("other");
    expect(sent).not.toContain("old");
  });

  it("has one account of limits, whichever the secret", () => {
    const limits = { requests_per_minute: 4 };
    const host = rotatedKey(rejects("new"), { ...over, limits }, { limits });
    const statuses = Array.from({ length: 5 }, () => send(host).status);
    // The first took two: the refused one, and the other.
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
  });
});

it("a policy written by hand with a date for a key's end is refused whole", () => {
  expect(() => rotatedKey(rejects(), { expires_at: "2026-12-01T00:00:00Z" }, {})).toThrow();
});
