import { Tape } from "../../wire/json-tape";
import { end, length, Span, start, text } from "../../wire/span";
import { TokenClaims } from "../callers/token-claims";
import { Policy } from "../policy";
import { decoded } from "./decoded";
import { refuse } from "./problem";

/** Which claims of a token to look at, if tokens are taken. */
export function readToken(tape: Tape, policy: Policy): bool {
  const jwt = tape.find(tape.root, "jwt");
  if (tape.isNull(jwt)) return true;
  const tenant = decoded(tape, tape.find(jwt, "tenant_claim"), policy);
  const models = decoded(tape, tape.find(jwt, "allow_claim"), policy);
  if (!isAscii(tenant) || !isAscii(models)) {
    return refuse("policy.jwt", "tenant_claim and allow_claim are names of ASCII characters");
  }
  policy.callers.token = new TokenClaims(text(tenant), text(models));
  return true;
}

/** Other names cannot be asked for, and a claim that is not found would stand for less than it says. */
function isAscii(name: Span): bool {
  for (let at = start(name), stop = end(name); at < stop; at++) {
    if (load<u8>(at) < 0x20 || load<u8>(at) > 0x7e) return false;
  }
  return length(name) > 0;
}
