import type { Host, Upstream } from "../host/index.ts";
import type { Outcome } from "./check/answer.ts";
import { demand } from "./demand.ts";
import { CLIENT_KEY, gateway } from "./gateway.ts";
import { Random } from "./random.ts";
import { Scenario } from "./scenario.ts";
import { ENDPOINTS } from "./seeds/index.ts";

/** So often the gateway is asked whether it still serves as ever. */
const ALIVE_EVERY = 100;

/** The gateway filter and the provider filter: contexts that stay. */
const ROOTS = 2;

/** For how long providers have asked for a cool-down: of one scenario, and none of the next one's business. */
const COOL_DOWNS = "headgate.cooldowns.1";

/** A seed, what happened, and what was wrong with it. */
export class FuzzFailure extends Error {
  override readonly name = "FuzzFailure";
}

/** One VM, and all that it is put through. */
export class Fuzzer {
  readonly host: Host;
  #upstream: Upstream = () => ({});
  #played = 0;

  constructor() {
    this.host = gateway((attempt) => this.#upstream(attempt));
  }

  /**
   * Plays the scenario that the seed makes.
   * @throws FuzzFailure
   */
  play(seed: number): Outcome {
    const scenario = new Scenario(new Random(seed));
    this.host.shareData(COOL_DOWNS, "");
    this.#upstream = (attempt) => scenario.answer(attempt);
    try {
      const outcome = scenario.play(this.host);
      demand(this.host.logs.length === 0, () => `the filter logged ${JSON.stringify(this.host.logs)}`);
      demand(this.host.contexts === ROOTS, () => `${this.host.contexts} contexts live, in place of ${ROOTS}`);
      this.#played += 1;
      if (this.#played % ALIVE_EVERY === 0) this.#checkAlive();
      return outcome;
    } catch (error) {
      throw new FuzzFailure(`seed ${seed}: ${(error as Error).message}\n${scenario.describe()}`, { cause: error });
    }
  }

  /** After all that: a plain request gets the plain answer of each provider of its endpoint's own. */
  #checkAlive(): void {
    this.host.shareData(COOL_DOWNS, "");
    for (const { providers, seeds } of ENDPOINTS) {
      const [request] = Object.values(seeds.requests);
      const answer = JSON.stringify(Object.values(seeds.answers)[0]);
      this.#upstream = () => ({ headers: { "content-type": "application/json" }, body: answer });
      for (const provider of providers) {
        const body = JSON.stringify({ model: `to-${provider}`, ...request });
        const { result } = this.host.open({ path: seeds.path, headers: { "x-api-key": CLIENT_KEY }, body });
        demand(
          result.status === 200 && result.body === answer,
          () => `then ${seeds.path} gave ${result.status}: ${result.body}`,
        );
      }
    }
  }
}
