import { wholeNumber } from "../../wire/json-number";
import { Tape } from "../../wire/json-tape";
import { length, PADDING, Span, span, start } from "../../wire/span";
import { Draw } from "../chance/draw";
import { Policy } from "../policy";
import { refuse } from "./problem";
import { Allowlists } from "./read-allowlist";
import { readCache } from "./read-cache";
import { readJudgedPart } from "./read-judged-part";
import { readKeys } from "./read-keys";
import { readLimits } from "./read-limits";
import { readModels } from "./read-models";
import { readFirstToken } from "./read-patience";
import { Environment } from "./read-provider-keys";
import { readProviders } from "./read-providers";
import { readRules } from "./read-rules";
import { readTargets } from "./read-targets";
import { readTenants } from "./read-tenants";
import { readToken } from "./read-token";

/**
 * Reads a policy document (`policySchema` in contract/policy.ts); null if it is refused. The
 * control plane has validated it; here only what would break the filter is checked again.
 */
export function loadPolicy(json: Span, environment: Environment): Policy | null {
  const document = new StaticArray<u8>(length(json) + <i32>PADDING);
  memory.copy(changetype<usize>(document), start(json), length(json));
  const tape = new Tape();
  if (!tape.scan(span(changetype<usize>(document), length(json)))) {
    refuse("policy", "not JSON at byte " + tape.errorAt.toString());
    return null;
  }
  const policy = new Policy(document);
  policy.version = tape.text(tape.find(tape.root, "version"));
  policy.anonymous = tape.isTrue(tape.find(tape.root, "anonymous"));
  policy.explain = !tape.isFalse(tape.find(tape.root, "explain"));
  const seed = tape.find(tape.root, "seed");
  if (tape.isNumber(seed)) policy.draw = new Draw(<u64>wholeNumber(tape.bytes(seed)));
  policy.judgedPart = readJudgedPart(tape);
  policy.firstToken = readFirstToken(tape);
  readLimits(tape, policy);
  const allowlists = new Allowlists(tape, policy);
  const read =
    readProviders(tape, policy, allowlists, environment) &&
    readTargets(tape, policy) &&
    readModels(tape, policy) &&
    readToken(tape, policy) &&
    readTenants(tape, policy, allowlists) &&
    readKeys(tape, policy, allowlists) &&
    readCache(tape, policy) &&
    readRules(tape, policy);
  tape.free();
  return read ? policy : null;
}
