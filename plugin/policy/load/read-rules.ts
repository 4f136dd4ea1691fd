import { Constant } from "../../wire/constant";
import { wholeNumber } from "../../wire/json-number";
import { NOTHING, Tape } from "../../wire/json-tape";
import { ABSENT, is, Span, same, text } from "../../wire/span";
import { Policy } from "../policy";
import { Decision } from "../rules/decision";
import { Rule } from "../rules/rule";
import { decoded } from "./decoded";
import { refuse } from "./problem";
import { ConditionReader, piiKinds } from "./read-conditions";
import { REQUIRE_SHAPE, readRequirement } from "./read-requirement";

/** Reads `rules` and `decisions` (contract/rule.ts), and makes what they look for ready; false: refused. */
export function readRules(tape: Tape, policy: Policy): bool {
  if (!readDecisions(tape, tape.find(tape.root, "decisions"), policy)) return false;
  const list = tape.find(tape.root, "rules");
  if (list == NOTHING) return true;
  if (!tape.isArray(list)) return refuse("policy.rules", "expected a list");
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    if (!readRule(tape, item, policy)) return false;
  }
  policy.rules.findings.compile();
  return true;
}

function readDecisions(tape: Tape, list: i32, policy: Policy): bool {
  if (list == NOTHING) return true;
  if (!tape.isArray(list)) return refuse("policy.decisions", "expected a list");
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    const decision = new Decision(decoded(tape, tape.find(item, "name"), policy));
    const timeout = tape.find(item, "timeout_ms");
    if (!tape.isNumber(timeout)) return refuse(place("decisions", decision.name), "timeout_ms is no number");
    decision.timeout = <i32>wholeNumber(tape.bytes(timeout));
    decision.rawDefault = tape.text(tape.find(item, "default"));
    decision.default = decoded(tape, tape.find(item, "default"), policy);
    policy.rules.decisions.push(decision);
  }
  return true;
}

function readRule(tape: Tape, item: i32, policy: Policy): bool {
  const rule = new Rule(decoded(tape, tape.find(item, "id"), policy));
  const path = place("rules", rule.id);
  const reader = new ConditionReader(tape, policy);
  if (!reader.read(tape.find(item, "when"), rule.conditions)) return refuse(path + ".when", reader.problem);
  rule.rawUse = tape.text(tape.find(item, "use"));
  rule.use = decoded(tape, tape.find(item, "use"), policy);
  rule.deny = decoded(tape, tape.find(item, "deny"), policy);
  const asked = decoded(tape, tape.find(item, "ask"), policy);
  if (asked != ABSENT) {
    rule.ask = decisionNamed(asked, policy);
    if (rule.ask === null) return refuse(path + ".ask", "no decision of that name");
  }
  const set = tape.find(item, "set");
  rule.forced.maxTokens = numberOf(tape, tape.find(set, "max_tokens"));
  rule.forced.temperature = numberOf(tape, tape.find(set, "temperature"));
  rule.cacheControl = cacheControlOf(tape.text(tape.find(set, "cache")));
  rule.redact = piiKinds(tape, tape.find(item, "redact"));
  if (rule.redact < 0) return refuse(path + ".redact", "names an unknown kind");
  const require = readRequirement(tape, item, policy);
  if (require === null) return refuse(path + ".require", REQUIRE_SHAPE);
  rule.require = require;
  const tags = tape.find(item, "tag");
  if (tape.isArray(tags)) {
    for (let tag = tape.first(tags); tag != NOTHING; tag = tape.next(tags, tag)) {
      rule.tags.push(decoded(tape, tag, policy));
    }
  }
  policy.rules.rules.push(rule);
  return true;
}

const FIVE_MINUTES = new Constant('{"type":"ephemeral"}');
const AN_HOUR = new Constant('{"type":"ephemeral","ttl":"1h"}');

function cacheControlOf(time: Span): Span {
  if (is(time, "1h")) return AN_HOUR.bytes;
  return is(time, "5m") ? FIVE_MINUTES.bytes : ABSENT;
}

function numberOf(tape: Tape, value: i32): Span {
  return tape.isNumber(value) ? tape.bytes(value) : ABSENT;
}

function decisionNamed(name: Span, policy: Policy): Decision | null {
  const decisions = policy.rules.decisions;
  for (let i = 0; i < decisions.length; i++) if (same(decisions[i].name, name)) return decisions[i];
  return null;
}

function place(list: string, name: Span): string {
  return "policy." + list + "." + text(name);
}
