import { Failure } from "../exchange/failure";
import { Exchange } from "../live/exchange";
import { Admission, admit } from "../policy/admission/admission";
import { ABSENT, length } from "../wire/span";
import { unreadable } from "./coding";
import { bodyOfDeployment } from "./deployment";
import { holdRead } from "./memory";
import { Outcome, refuse, startAgain } from "./outcome";

/** Reads what the body asks for, and whether the caller may ask for it. */
export function admitBody(exchange: Exchange): Outcome {
  exchange.admission.free();
  exchange.admission = new Admission(exchange.key);
  const raw = exchange.raw;
  if (raw.codedSize > 0 && !exchange.request.scan()) return refuse(unreadable(raw.codedSize, length(raw.body)));
  if (raw.body == ABSENT) return refuse(new Failure(400, "the request has no body"));
  const renamed = bodyOfDeployment(exchange);
  if (renamed != ABSENT) return startAgain(renamed);
  const alias = exchange.dialect.modelAlias(exchange.operation);
  const refusal = admit(exchange.admission, exchange.policy, exchange.request, alias);
  return refusal === null ? holdRead(exchange) : refuse(refusal);
}
