import { Failure } from "../exchange/failure";
import { Exchange } from "../live/exchange";
import { Admission, admit } from "../policy/admission/admission";
import { ABSENT } from "../wire/span";
import { Outcome, refuse } from "./outcome";

/** Reads what the body asks for, and whether the caller may ask for it. */
export function admitBody(exchange: Exchange): Outcome {
  exchange.admission.free();
  exchange.admission = new Admission(exchange.key);
  if (exchange.raw.body == ABSENT) return refuse(new Failure(400, "the request has no body"));
  return refuse(admit(exchange.admission, exchange.policy, exchange.request));
}
