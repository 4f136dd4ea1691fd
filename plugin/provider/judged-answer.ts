import { Exchange } from "../live/exchange";
import { Target } from "../policy/model/target";
import { judgeQueue } from "../vm/health";
import { ABSENT, length, Span } from "../wire/span";
import { promptOf } from "./sampled-prompt";

/** Whether what is said in the exchange may go to a judge at all. */
export function mayBeJudged(exchange: Exchange): bool {
  return exchange.policy.judgedPart > 0 && !exchange.admission.isPrivate;
}

/** Puts an answer before the judge, with what the user said last. */
export function putBeforeJudge(exchange: Exchange, target: Target, answer: Span): void {
  if (length(answer) == 0) return;
  const prompt = promptOf(exchange);
  if (prompt === null || prompt.lastUserText == ABSENT) return;
  judgeQueue.enter(target.id, exchange.facts.model, prompt.lastUserText, answer);
}
