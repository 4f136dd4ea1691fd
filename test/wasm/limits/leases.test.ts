import { describe, expect, it } from "vitest";
import { leaseAnswerSchema, leaseReportSchema } from "../../../contract/lease.ts";
import { answerReport } from "../../../control-plane/lease/lease-answer.ts";
import { MemoryLeases } from "../../fixtures/memory-leases.ts";
import type { Host } from "../../host/index.ts";
import { policyOf } from "../filter.ts";
import { type Limited, limited, limitedConfig, NOON, send } from "./limited.ts";

const MINUTE = 60_000;
const TICK = 500;

/** Several Envoys with one policy before one control plane, on one clock. */
class Several {
  readonly hosts: Host[];
  readonly #policy;
  readonly #leases = new MemoryLeases();
  away = false;

  constructor(count: number, limits: Limited, answers?: Parameters<typeof limited>[1]) {
    this.#policy = policyOf(limitedConfig(limits));
    this.hosts = Array.from({ length: count }, () => limited(limits, answers));
  }

  /** One tick of all, with the reports that come of it. */
  async tick(): Promise<void> {
    for (const host of this.hosts) host.advance(TICK);
    for (const host of this.hosts) await this.#answer(host);
  }

  async #answer(host: Host): Promise<void> {
    for (const call of host.pendingCalls.filter(({ headers }) => headers[":path"] === "/leases")) {
      expect(call.headers).toMatchObject({ ":method": "POST", authorization: "Bearer snapshot-token" });
      if (this.away) {
        host.fail(call);
        continue;
      }
      const report = leaseReportSchema.parse(JSON.parse(call.body));
      const leases = { lease: (request: object) => this.#leases.lease({ ...request, at: host.now } as never) };
      const answer = await answerReport(leases, this.#policy, report, host.now);
      host.reply(call, { status: 200, body: JSON.stringify(leaseAnswerSchema.parse(answer)) });
    }
  }

  /** Each asks as often as it may, up to `most` times; how many got through, of each. */
  burst(most: number): number[] {
    return this.hosts.map((host) => {
      let passed = 0;
      while (passed < most && send(host).result.status === 200) passed += 1;
      return passed;
    });
  }

  /** How many got through in `ticks` ticks, if all ask as often as they may. */
  async flood(ticks: number, most = 1000): Promise<number> {
    let passed = 0;
    for (let i = 0; i < ticks; i++) {
      passed += sum(this.burst(most));
      await this.tick();
    }
    return passed;
  }

  /** Up to the next minute. */
  async nextMinute(): Promise<void> {
    const first = this.hosts[0];
    while (first && first.now % MINUTE >= TICK) await this.tick();
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

describe("a limit of two Envoys", () => {
  it("is one Envoy's alone as long as it is", async () => {
    const several = new Several(1, { key: { requests_per_minute: 20 } });
    expect(await several.flood(8, 7)).toBe(20);
  });

  it("is kept to the request once they know of each other", async () => {
    const several = new Several(2, { key: { requests_per_minute: 20 } });
    await several.flood(8, 1);
    for (let minute = 0; minute < 3; minute++) {
      await several.nextMinute();
      expect(await several.flood(20)).toBe(20);
    }
  });

  it("goes over by no more than one Envoy's part when the second one is new", async () => {
    const several = new Several(2, { key: { requests_per_minute: 20 } });
    const passed = await several.flood(20);
    expect(passed).toBeGreaterThanOrEqual(20);
    expect(passed).toBeLessThanOrEqual(40);
  });

  it("is nearly all of the one that needs it, when the other needs little", async () => {
    const several = new Several(2, { key: { requests_per_minute: 100 } });
    await several.flood(4, 1);
    await several.nextMinute();
    const [busy, idle] = several.hosts as [Host, Host];
    send(idle);
    let passed = 1;
    for (let i = 0; i < 60; i++) {
      while (passed < 100 && send(busy).result.status === 200) passed += 1;
      await several.tick();
    }
    expect(passed).toBeGreaterThanOrEqual(95);
  });

  it("holds while the control plane is away: each keeps its part", async () => {
    const several = new Several(2, { key: { requests_per_minute: 20 } });
    await several.flood(8, 1);
    several.away = true;
    for (let minute = 0; minute < 3; minute++) {
      await several.nextMinute();
      expect(await several.flood(20)).toBe(20);
    }
    several.away = false;
    await several.nextMinute();
    expect(await several.flood(20)).toBe(20);
  });

  it("at one moment is split evenly", async () => {
    const several = new Several(2, { key: { concurrent_requests: 4, requests_per_minute: 1000 } }, () => undefined);
    for (const host of several.hosts) send(host);
    for (let i = 0; i < 4; i++) await several.tick();
    for (const host of several.hosts) {
      expect(send(host).result.status).toBeUndefined();
      expect(send(host).result.status).toBe(429);
    }
  });

  it("of money is kept to what the requests cost", async () => {
    const price = { input: 10_000, output: 20_000 };
    const several = new Several(2, { budget: { usd_per_day: 20 }, price });
    let passed = 0;
    const ask = (host: Host) => {
      const { status } = send(host, { maxTokens: 17 }).result;
      if (status === 200) passed += 1;
      return status === 200;
    };
    for (let i = 0; i < 4; i++) {
      several.hosts.forEach(ask);
      await several.tick();
    }
    for (let i = 0; i < 20; i++) {
      for (const host of several.hosts) while (ask(host));
      await several.tick();
    }
    // 0.65 dollars each; the last ones have to fit by their estimate.
    expect(passed * 0.65).toBeLessThanOrEqual(20);
    expect(passed * 0.65).toBeGreaterThan(17);
  });
});

describe("what is reported", () => {
  it("is nothing where nothing is limited, or nothing happens", () => {
    const free = limited({});
    send(free);
    free.advance(5000);
    const quiet = limited({ key: { requests_per_minute: 5 } });
    quiet.advance(5000);
    const paths = [...free.httpCalls, ...quiet.httpCalls].map(({ headers }) => headers[":path"]);
    expect(paths.filter((path) => path === "/leases")).toEqual([]);
  });

  it("is by one Envoy of one name, what was used in each window", () => {
    const host = limited({ key: { requests_per_minute: 5 }, budget: { usd_per_month: 9 } });
    const report = () => {
      send(host);
      host.advance(TICK);
      const call = host.pendingCalls.find(({ headers }) => headers[":path"] === "/leases");
      if (call) host.reply(call, { status: 500 });
      return leaseReportSchema.parse(JSON.parse(call?.body ?? "{}"));
    };
    const first = report();
    expect(first.limits).toEqual([
      { kind: "key", name: "web", measure: "usd_per_month", window: Date.UTC(2026, 10), used: 0, holding: 9_000_000 },
      { kind: "key", name: "web", measure: "requests_per_minute", window: NOON, used: 1, holding: 5 },
    ]);
    const second = report();
    expect(second.envoy).toBe(first.envoy);
    expect(second.limits[1]).toMatchObject({ used: 2 });
  });

  it.each([
    ["no answer", (host: Host) => host.fail(lease(host))],
    ["an error", (host: Host) => host.reply(lease(host), { status: 500 })],
    ["not JSON", (host: Host) => host.reply(lease(host), { status: 200, body: "{" })],
    ["no leases", (host: Host) => host.reply(lease(host), { status: 200, body: '{"leases":7}' })],
    ["strange leases", (host: Host) => host.reply(lease(host), { status: 200, body: '{"leases":[null,1,"x",{}]}' })],
  ])("stays in force after %s", (_, answer) => {
    const host = limited({ key: { requests_per_minute: 3 } });
    send(host);
    host.advance(TICK);
    answer(host);
    expect([send(host), send(host), send(host)].map(({ result }) => result.status)).toEqual([200, 200, 429]);
  });
});

function lease(host: Host) {
  const call = host.pendingCalls.find(({ headers }) => headers[":path"] === "/leases");
  if (!call) throw new Error("no report");
  return call;
}
