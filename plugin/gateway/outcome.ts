import { Failure } from "../exchange/failure";
import { Exchange } from "../live/exchange";
import { Reply } from "../reply/reply";
import { ABSENT, Span } from "../wire/span";

/** What comes next. */
export enum Next {
  GoOn,
  /** A reply, or another exchange's answer, has to come first. */
  Wait,
  /** The caller gets a failure. */
  Refuse,
  /** The caller has its answer. */
  Answer,
  /** As if the caller had sent another body. */
  Again,
}

/** What a request waits for: all that it needs once the reply is there. */
export abstract class Wait {
  constructor(
    /** Of the call. */
    public token: u32,
  ) {}

  /** What the reply of this callback means to the exchange; `headerCount` 0: there is none. */
  abstract resume(exchange: Exchange, headerCount: i32, bodySize: i32): Outcome;
}

/** What a step on the way of a request comes to: a value, which only `gateway.ts` turns into Envoy's verbs. */
export class Outcome {
  failure: Failure | null = null;
  reply: Reply | null = null;
  wait: Wait | null = null;
  body: Span = ABSENT;

  constructor(public next: Next) {}

  get goesOn(): bool {
    return this.next == Next.GoOn;
  }
}

export const GO_ON = new Outcome(Next.GoOn);

/** Null: the request goes on. */
export function refuse(failure: Failure | null): Outcome {
  if (failure === null) return GO_ON;
  const outcome = new Outcome(Next.Refuse);
  outcome.failure = failure;
  return outcome;
}

export function answer(reply: Reply): Outcome {
  const outcome = new Outcome(Next.Answer);
  outcome.reply = reply;
  return outcome;
}

/** Null: another exchange sends it on. */
export function waitFor(wait: Wait | null): Outcome {
  const outcome = new Outcome(Next.Wait);
  outcome.wait = wait;
  return outcome;
}

/** `body`: in memory that is the exchange's from now on. */
export function startAgain(body: Span): Outcome {
  const outcome = new Outcome(Next.Again);
  outcome.body = body;
  return outcome;
}
