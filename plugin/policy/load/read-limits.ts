import { realNumber, wholeNumber } from "../../wire/json-number";
import { NOTHING, Tape } from "../../wire/json-tape";
import { ABSENT, hash64, Span } from "../../wire/span";
import { Measure } from "../limits/measure";
import { NONE, Scope } from "../limits/scope";
import { accountKey } from "../limits/scopes";
import { SoftBudget } from "../limits/soft-budget";
import { Policy } from "../policy";
import { decoded } from "./decoded";

/** A nano-dollar is the least that is counted; nobody has more than nine billion dollars to spend. */
const NANO_PER_USD: f64 = 1e9;
const MOST_USD: f64 = 9e9;

/** The limits of keys, tenants and models; those of provider keys are read with them. */
export function readLimits(tape: Tape, policy: Policy): void {
  readScopes(tape, policy, "keys", "id", "key");
  readScopes(tape, policy, "tenants", "id", "tenant");
  readScopes(tape, policy, "models", "name", "model");
}

function readScopes(tape: Tape, policy: Policy, field: string, nameField: string, kind: string): void {
  const list = tape.find(tape.root, field);
  if (!tape.isArray(list)) return;
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    const name = decoded(tape, tape.find(item, nameField), policy);
    if (name != ABSENT) readScope(tape, tape.find(item, "limits"), kind, name, policy);
  }
}

/** What the limits hold, which the policy then knows; null: there are none. */
export function readScope(tape: Tape, limits: i32, kind: string, name: Span, policy: Policy): Scope | null {
  if (!tape.isObject(limits) || tape.first(limits) == NOTHING) return null;
  const account = policy.keep(accountKey(kind, name));
  const scope = fill(tape, limits, new Scope(kind, name, account, hash64(account)));
  scope.soft = readSoft(tape, tape.find(limits, "soft"), policy);
  policy.scopes.add(scope);
  return scope;
}

function fill(tape: Tape, limits: i32, scope: Scope): Scope {
  scope.setLimit(Measure.Requests, readCount(tape, limits, "requests_per_minute"));
  scope.setLimit(Measure.Tokens, readCount(tape, limits, "tokens_per_minute"));
  scope.concurrentRequests = readCount(tape, limits, "concurrent_requests");
  scope.maxTokensPerRequest = readCount(tape, limits, "max_tokens_per_request");
  scope.maxPromptBytes = readCount(tape, limits, "max_prompt_bytes");
  scope.endStreams = tape.isTrue(tape.find(limits, "end_streams"));
  scope.usdPerDay = readNumber(tape, limits, "usd_per_day");
  scope.usdPerMonth = readNumber(tape, limits, "usd_per_month");
  scope.setLimit(Measure.DayCost, nano(scope.usdPerDay));
  scope.setLimit(Measure.MonthCost, nano(scope.usdPerMonth));
  return scope;
}

/** Null: there is none. */
function readSoft(tape: Tape, soft: i32, policy: Policy): SoftBudget | null {
  if (!tape.isObject(soft)) return null;
  const at = tape.find(soft, "at");
  const use = tape.find(soft, "use");
  if (!tape.isNumber(at) || !tape.isString(use)) return null;
  return new SoftBudget(realNumber(tape.bytes(at)), decoded(tape, use, policy), tape.text(use));
}

function readNumber(tape: Tape, limits: i32, field: string): Span {
  const value = tape.find(limits, field);
  return tape.isNumber(value) ? tape.bytes(value) : ABSENT;
}

function readCount(tape: Tape, limits: i32, field: string): i64 {
  const value = readNumber(tape, limits, field);
  return value == ABSENT ? NONE : max(wholeNumber(value), 0);
}

function nano(usd: Span): i64 {
  if (usd == ABSENT) return NONE;
  return <i64>Math.round(min(max(realNumber(usd), 0), MOST_USD) * NANO_PER_USD);
}
