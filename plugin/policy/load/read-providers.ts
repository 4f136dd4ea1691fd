import { realNumber, wholeNumber } from "../../wire/json-number";
import { NOTHING, Tape } from "../../wire/json-tape";
import { ABSENT, is, Span, text } from "../../wire/span";
import { Policy } from "../policy";
import { KeyStrategy, Provider, ProviderKey } from "../provider";
import { decoded } from "./decoded";
import { Allowlists } from "./read-allowlist";
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
    const key = new ProviderKey(decoded(tape, tape.find(item, "id"), policy), value);
    if (tape.find(item, "models") != NOTHING) {
      key.models = allowlists.patterns(item, "models", "providers." + text(provider.name) + ".keys");
      if (key.models === null) return false;
    }
    const weight = tape.find(item, "weight");
    if (tape.isNumber(weight)) key.weight = realNumber(tape.bytes(weight));
    const notBefore = tape.find(item, "not_before");
    const expiresAt = tape.find(item, "expires_at");
    if (tape.isNumber(notBefore)) key.notBefore = wholeNumber(tape.bytes(notBefore));
    if (tape.isNumber(expiresAt)) key.expiresAt = wholeNumber(tape.bytes(expiresAt));
    if (value != ABSENT) provider.keys.push(key);
  }
  return true;
}
