import { realNumber, wholeNumber } from "../../wire/json-number";
import { NOTHING, Tape } from "../../wire/json-tape";
import { Output } from "../../wire/output";
import { ABSENT, is, Span, text } from "../../wire/span";
import { ALWAYS, NEVER } from "../client-key";
import { Policy } from "../policy";
import { KeyStrategy, Provider, ProviderKey } from "../provider";
import { decoded } from "./decoded";
import { Allowlists } from "./read-allowlist";
import { readScope } from "./read-limits";
import { refuse } from "./refusal";

/** Where provider keys come from that the policy only names: the VM's environment. */
export type Environment = (name: string) => Span;

export function readProviders(tape: Tape, policy: Policy, allowlists: Allowlists, environment: Environment): bool {
  const list = tape.find(tape.root, "providers");
  if (!tape.isArray(list)) return refuse("policy.providers", "expected a list");
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    const provider = new Provider(decoded(tape, tape.find(item, "name"), policy));
    if (provider.name == ABSENT) return refuse("policy.providers", "a provider without a name");
    provider.region = decoded(tape, tape.find(item, "region"), policy);
    provider.isPrivate = tape.isTrue(tape.find(item, "private"));
    provider.strategy = strategyNamed(tape.text(tape.find(item, "key_strategy")));
    const ejection = tape.find(item, "ejection_ms");
    if (tape.isNumber(ejection)) provider.ejection = wholeNumber(tape.bytes(ejection));
    const seed = tape.find(tape.root, "seed");
    if (tape.isNumber(seed)) provider.draws.seed(wholeNumber(tape.bytes(seed)));
    const problem = readProviderKeys(tape, tape.find(item, "keys"), provider, policy, allowlists, environment);
    if (!problem) return false;
    policy.addProvider(provider);
  }
  return true;
}

function strategyNamed(name: Span): KeyStrategy {
  if (is(name, "least_used")) return KeyStrategy.LeastUsed;
  if (is(name, "weighted")) return KeyStrategy.Weighted;
  return is(name, "quota_aware") ? KeyStrategy.QuotaAware : KeyStrategy.RoundRobin;
}

/** A key whose variable is not set is left out: the provider will say 401, and the next target is tried. */
function readProviderKeys(
  tape: Tape,
  list: i32,
  provider: Provider,
  policy: Policy,
  allowlists: Allowlists,
  environment: Environment,
): bool {
  if (!tape.isArray(list)) return true;
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    const name = tape.find(item, "env");
    const value = tape.isString(name)
      ? environment(text(tape.bytes(name)))
      : decoded(tape, tape.find(item, "value"), policy);
    if (value == ABSENT) continue;
    const id = decoded(tape, tape.find(item, "id"), policy);
    const key = new ProviderKey(id, nameOf(tape, item, id, policy), value);
    key.place = provider.keys.length;
    if (tape.find(item, "models") != NOTHING) {
      key.models = allowlists.patterns(item, "models", "providers." + text(provider.name) + ".keys");
      if (key.models === null) return false;
    }
    key.scope = readScope(
      tape,
      tape.find(item, "limits"),
      "provider_key",
      joined(provider.name, 0x2f, id, policy),
      policy,
    );
    const weight = tape.find(item, "weight");
    if (tape.isNumber(weight)) key.weight = realNumber(tape.bytes(weight));
    key.notBefore = moment(tape, item, "not_before", ALWAYS);
    key.expiresAt = moment(tape, item, "expires_at", NEVER);
    key.retiresAt = moment(tape, item, "retires_at", NEVER);
    provider.keys.push(key);
    const scope = key.scope;
    if (scope !== null && scope.countsTokens) provider.countsTokens = true;
  }
  return true;
}

function moment(tape: Tape, key: i32, field: string, otherwise: i64): i64 {
  const value = tape.find(key, field);
  return tape.isNumber(value) ? wholeNumber(tape.bytes(value)) : otherwise;
}

/** `id`, or `id#2` after two rotations. */
function nameOf(tape: Tape, key: i32, id: Span, policy: Policy): Span {
  const generation = tape.find(key, "generation");
  return tape.isNumber(generation) ? joined(id, 0x23, tape.bytes(generation), policy) : id;
}

const scratch = new Output();

function joined(a: Span, sign: u8, b: Span, policy: Policy): Span {
  scratch.clear();
  scratch.raw(a);
  scratch.byte(sign);
  scratch.raw(b);
  return policy.keep(scratch.bytes);
}
