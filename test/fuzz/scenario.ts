import type { AttemptRequest, ExchangeResult, Host, UpstreamAnswer } from "../host/index.ts";
import { checkAdmission } from "./check/admission.ts";
import { checkAnswer, type Outcome } from "./check/answer.ts";
import { checkAttempts } from "./check/attempts.ts";
import { demand } from "./demand.ts";
import { type ProviderAnswer, providerAnswer } from "./provider-answer.ts";
import type { Random } from "./random.ts";
import { type ClientRequest, clientRequest } from "./request.ts";
import { endpointAt } from "./seeds/index.ts";

/** Why no target takes a request that is as it should be. */
const UNFIT = /cannot|this model.s provider|none of its providers/;

/** One client's request and what its providers do with it. */
export class Scenario {
  readonly #random: Random;
  readonly #answers: ProviderAnswer[] = [];
  readonly request: ClientRequest;

  constructor(random: Random) {
    this.request = clientRequest(random);
    this.#random = random.fork();
  }

  /** Of the next attempt. */
  answer(attempt: AttemptRequest): UpstreamAnswer | undefined {
    const endpoint = endpointAt(attempt.path);
    demand(endpoint !== undefined, () => `an attempt at ${attempt.path}`);
    const given = providerAnswer(endpoint, attempt.bytes, this.#random);
    this.#answers.push(given);
    return this.request.leaves === "listening" ? undefined : given.answer;
  }

  /** @throws Fault */
  play(host: Host): Outcome {
    if (this.request.leaves !== undefined) return this.#leave(host);
    const result = host.open(this.request.options).result;
    checkAdmission(this.request, result);
    checkAttempts(this.request, result);
    const outcome = checkAnswer(this.request, result, this.#answers.at(-1));
    this.#checkHonest(result, outcome);
    return outcome;
  }

  /** Half of what was to be said is said, and the client hangs up. */
  #leave(host: Host): Outcome {
    const { leaves, options } = this.request;
    const half = <T>(items: readonly T[]) => items.slice(0, items.length >> 1);
    const body = [options.body ?? []].flat();
    const exchange = host.open(leaves === "asking" ? { ...options, body: half(body), partial: true } : options);
    const [first] = this.#answers;
    if (leaves === "listening" && first !== undefined) {
      exchange.attempt.head(first.answer.status ?? 200, first.answer.headers);
      for (const chunk of half([first.answer.body ?? []].flat())) exchange.attempt.data(chunk);
    }
    exchange.disconnect();
    checkAttempts(this.request, exchange.result);
    return "open";
  }

  /** Where nobody did anything wrong, the answer is whole, or the request is one that no target can take. */
  #checkHonest({ status, body }: ExchangeResult, outcome: Outcome): void {
    if (!this.request.isHonest) return;
    const [first] = this.#answers;
    const said = () => `${status} to an honest request: ${body.slice(0, 500)}`;
    const isWhole = status === 200 && outcome === "whole";
    if (first === undefined) demand(isWhole || (status === 400 && UNFIT.test(body)), said);
    else if (first.isHonest) demand(isWhole, said);
  }

  /** What happened, for whoever has to mend it. */
  describe(): string {
    const { options, body } = this.request;
    const sent = `${options.method} ${options.path} ${shown(body)}`;
    const given = this.#answers.map(
      ({ answer, bytes }) =>
        `  ${JSON.stringify({ ...answer, body: shown(bytes), pieces: [answer.body].flat().length })}`,
    );
    return [sent, "answered by", ...given].join("\n");
  }
}

const SHOWN = 3000;

function shown(bytes: Buffer): string {
  const text = JSON.stringify(bytes.toString());
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}… (${bytes.length} bytes)`;
}
