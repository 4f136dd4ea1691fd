import { describe, expect, it } from "vitest";
import { telemetryReportSchema } from "../../../contract/telemetry.ts";
import { TargetHealth } from "../../../control-plane/health/target-health.ts";
import { REPLY, WIRE } from "../../fixtures/wire/index.ts";
import type { Host } from "../../host/index.ts";
import { document, filterUnder, policyOf } from "../filter.ts";

/** The filter and the control plane's scores together, by a clock of their own: where the requests of a model go. */

const NOON = Date.UTC(2026, 10, 21, 12);
/** The control plane is told twice a second. */
const TOLD_EVERY = 500;

interface Way {
  ms: number;
  /** Which of its answers are a 500: each so-many-th; 0: none, 1: all. */
  fails: number;
}
type Name = "openai" | "anthropic" | "ollama";
type Ways = Record<Name, Way>;

/** The slow one stands first, the bad one last. */
const THREE: Ways = { openai: { ms: 400, fails: 0 }, anthropic: { ms: 10, fails: 0 }, ollama: { ms: 10, fails: 3 } };

class Scene {
  readonly #host: Host;
  readonly #health: TargetHealth;
  readonly #asked: Record<Name, number> = { openai: 0, anthropic: 0, ollama: 0 };
  #toldAt = NOON;
  /** By the time between two requests. */
  readonly #pause: number;
  ways: Ways;

  constructor(strategy: string, ways: Ways, { seed = 1, pause = 0 } = {}) {
    this.ways = ways;
    this.#pause = pause;
    const targets = (Object.keys(ways) as Name[]).map((provider) => ({ provider, model: `${provider}-model` }));
    const policy = policyOf({ models: { m: { strategy, targets } }, seed });
    this.#health = new TargetHealth({ policy: () => policy, now: () => this.#host.now });
    this.#host = filterUnder(policy, ({ target }) => this.#answer(target.split("/")[1] as Name), { now: NOON });
  }

  #answer(name: Name) {
    const { ms, fails } = this.ways[name];
    this.#asked[name] += 1;
    this.#host.advance(ms);
    if (fails > 0 && this.#asked[name] % fails === 0) return { status: 500 };
    return document(WIRE[name].response(REPLY));
  }

  /** Sends so many requests, one after the other: how many were sent to each target first. */
  run(count: number): Record<Name, number> {
    const led: Record<Name, number> = { openai: 0, anthropic: 0, ollama: 0 };
    for (let nth = 0; nth < count; nth++) {
      const messages = [{ role: "user", content: `Request ${nth} of ${this.#host.now}` }];
      const { result } = this.#host.open({ path: WIRE.openai.path, body: JSON.stringify({ model: "m", messages }) });
      expect(result.status).toBe(200);
      led[result.attempts[0]!.target.split("/")[1] as Name] += 1;
      this.#host.advance(this.#pause);
      this.#tell();
    }
    return led;
  }

  #tell(): void {
    if (this.#host.now - this.#toldAt < TOLD_EVERY) return;
    this.#toldAt = this.#host.now;
    this.#host.tick();
    for (const call of this.#host.pendingCalls) {
      if (call.headers[":path"] !== "/telemetry") continue;
      this.#health.take(telemetryReportSchema.parse(JSON.parse(call.body)).targets);
      const answer = { targets: this.#health.standings(), cooldowns: [] };
      this.#host.reply(call, { status: 200, body: JSON.stringify(answer) });
    }
  }
}

describe.each([1, 2])("best_score, with the seed %i", (seed) => {
  it("tries each of three targets, then goes to the best", () => {
    const scene = new Scene("best_score", THREE, { seed });
    const cold = scene.run(200);
    for (const name of Object.keys(cold) as Name[]) expect(cold[name], name).toBeGreaterThanOrEqual(15);
    expect(cold.anthropic, JSON.stringify(cold)).toBeGreaterThan(100);
    const warm = scene.run(200);
    expect(warm.anthropic, JSON.stringify(warm)).toBeGreaterThan(180);
  });

  it.each<[string, Way]>([
    ["slow", { ms: 900, fails: 0 }],
    ["bad", { ms: 10, fails: 1 }],
  ])("leaves the best when it turns %s, and comes back when it is well", (_, way) => {
    const scene = new Scene("best_score", THREE, { seed });
    scene.run(400);
    scene.ways = { ...THREE, anthropic: way };
    scene.run(200);
    const turned = scene.run(200);
    expect(turned.anthropic, JSON.stringify(turned)).toBeLessThan(60);
    scene.ways = THREE;
    scene.run(1000);
    const well = scene.run(200);
    expect(well.anthropic, JSON.stringify(well)).toBeGreaterThan(150);
  });

  it("asks the others now and then, where requests are few", () => {
    const scene = new Scene("best_score", THREE, { seed, pause: 3000 });
    scene.run(200);
    const led = scene.run(400);
    expect(led.anthropic, JSON.stringify(led)).toBeGreaterThan(320);
    expect(led.openai + led.ollama, JSON.stringify(led)).toBeGreaterThan(4);
  });
});

it("is the same again from the same seed", () => {
  const led = () => new Scene("best_score", THREE, { seed: 7 }).run(100);
  expect(led()).toEqual(led());
});

it("lowest_latency finds out that a slow target has become fast", () => {
  const ways: Ways = { ...THREE, ollama: { ms: 10, fails: 0 } };
  const scene = new Scene("lowest_latency", ways, { pause: 200 });
  scene.run(300);
  scene.ways = {
    ...ways,
    anthropic: { ms: 600, fails: 0 },
    ollama: { ms: 600, fails: 0 },
    openai: { ms: 5, fails: 0 },
  };
  scene.run(500);
  const led = scene.run(200);
  expect(led.openai, JSON.stringify(led)).toBeGreaterThan(150);
});
