import { expect } from "vitest";
import { type EnvoyEntry, grant } from "../../../control-plane/store/lease/grant.ts";
import { LEASE_MS, type ScopeReport } from "../../../control-plane/store/lease/lease.ts";
import type { Store } from "../../../control-plane/store/store.ts";
import { Random } from "../../fuzz/random.ts";

const WINDOW = { window: "2026-11-21", windowEnds: Date.parse("2026-11-22") };

/** An Envoy as it should be: spends within its allowance, and none of it once its lease is void. */
class Envoy {
  readonly name: string;
  used = 0;
  reported = 0;
  allowance = 0;
  validUntil = 0;
  seenAt = 0;
  lapsed = false;

  constructor(name: string) {
    this.name = name;
  }
}

/** How much more than the limit was admitted: at most what Envoys had not reported when they were given up. */
export interface Outcome {
  admitted: number;
  limit: number;
  /** What Envoys had spent since their last report when that was `LEASE_MS` ago. */
  unreported: number;
}

/**
 * Lets some Envoys use, report, lose answers, answer late, vanish, come back and be replaced at random, all against
 * one limit, and checks each answer and, after each step, what they have admitted together. Then all but a new one
 * vanish: it gets what is left.
 *
 * @param careful Envoys are not silent for so long that they are given up with something unreported
 */
export async function checkLaw(store: Store, seed: number, steps: number, careful: boolean): Promise<Outcome> {
  const random = new Random(seed);
  const limit = random.pick([0, 1, 7, 100, 12_345]);
  const scope = `law ${seed} ${careful}`;
  let at = Date.parse("2026-11-21T10:00:00Z");
  let unreported = 0;
  const envoys: Envoy[] = [];
  const entries = new Map<string, EnvoyEntry>();

  const pass = (milliseconds: number) => {
    at += milliseconds;
    for (const envoy of envoys) {
      if (envoy.lapsed || at - envoy.seenAt < LEASE_MS) continue;
      envoy.lapsed = true;
      unreported += envoy.used - envoy.reported;
    }
  };
  const spend = (envoy: Envoy) => {
    const room = at < envoy.validUntil ? Math.max(0, envoy.allowance - envoy.used) : 0;
    // Mostly little, so that there is something left to fight for; now and then all that it may.
    envoy.used += random.chance(0.05) ? room : Math.min(room, random.below(Math.ceil(room / 8) + 1));
  };
  const ask = async (envoy: Envoy) => {
    const report: ScopeReport = { scope, ...WINDOW, limit, used: envoy.used, holding: envoy.allowance };
    const expected = grant([...entries.values()], envoy.name, report, at);
    entries.set(envoy.name, expected.entry);
    Object.assign(envoy, { reported: envoy.used, seenAt: at, lapsed: false });
    const { scopes } = await store.lease({ envoy: envoy.name, at, scopes: [report] });
    expect(scopes).toEqual([{ scope, window: WINDOW.window, ...expected.lease }]);
    return expected.lease.allowance;
  };
  const report = async (envoy: Envoy) => {
    const sentAt = at;
    const allowance = await ask(envoy);
    // The hot path does not wait: it spends on while the answer is under way.
    pass(random.below(500));
    spend(envoy);
    if (random.chance(0.3)) return;
    envoy.allowance = allowance;
    envoy.validUntil = sentAt + LEASE_MS;
  };
  const admitted = () => envoys.reduce((sum, { used }) => sum + used, 0);

  for (let step = 0; step < steps; step++) {
    if (envoys.length === 0 || (envoys.length < 6 && random.chance(0.1))) envoys.push(new Envoy(`e${envoys.length}`));
    const envoy = random.pick(envoys);
    if (random.chance(0.5)) spend(envoy);
    else await report(envoy);
    if (careful)
      for (const each of envoys) if (at - each.seenAt > LEASE_MS / 2 && each.used > each.reported) await ask(each);
    pass(random.chance(0.05) ? random.below(careful ? LEASE_MS / 2 : 2 * LEASE_MS) : random.below(400));
    expect(admitted(), `seed ${seed}, step ${step}`).toBeLessThanOrEqual(limit + unreported);
  }

  const outcome = { admitted: admitted(), limit, unreported };
  pass(LEASE_MS);
  const last = new Envoy("last");
  await ask(last);
  const known = envoys.reduce((sum, { reported }) => sum + reported, 0);
  expect(await ask(last), `seed ${seed}: all that is left`).toBe(Math.max(0, limit - known));
  return outcome;
}
