import { realNumber, wholeNumber } from "../../wire/json-number";
import { NOTHING, Tape } from "../../wire/json-tape";
import { Output } from "../../wire/output";
import { ABSENT, Span, text } from "../../wire/span";
import { Policy } from "../policy";
import { Provider, ProviderKey } from "../provider/provider";
import { decoded } from "./decoded";
import { refuse } from "./problem";
import { Allowlists } from "./read-allowlist";
import { readScope } from "./read-limits";

/** Where provider keys come from that the policy only names: the VM's environment. */
export type Environment = (name: string) => Span;

/** A key whose variable is not set is left out: the provider will say 401, and the next target is tried. */
export function readProviderKeys(
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
    const path = "policy.providers." + text(provider.name) + ".keys." + text(id);
    const problem = readTimes(tape, item, key);
    if (problem.length > 0) return refuse(path, problem);
    if (tape.find(item, "models") != NOTHING) {
      key.models = allowlists.patterns(item, "models", "providers." + text(provider.name) + ".keys");
      if (key.models === null) return false;
    }
    const weight = tape.find(item, "weight");
    if (tape.isNumber(weight)) key.weight = realNumber(tape.bytes(weight));
    const account = joined(provider.name, 0x2f, id, policy);
    const scope = readScope(tape, tape.find(item, "limits"), "provider_key", account, policy);
    key.scope = scope;
    if (scope !== null && scope.countsTokens) provider.countsTokens = true;
    provider.keys.push(key);
  }
  return true;
}

/** What is wrong with the key's times; empty if nothing is: a key that is over must not be good. */
function readTimes(tape: Tape, item: i32, key: ProviderKey): string {
  const notBefore = tape.find(item, "not_before");
  const expiresAt = tape.find(item, "expires_at");
  const retiresAt = tape.find(item, "retires_at");
  if (notBefore != NOTHING && !tape.isNumber(notBefore)) return "not_before is no number of seconds since 1970";
  if (expiresAt != NOTHING && !tape.isNumber(expiresAt)) return "expires_at is no number of seconds since 1970";
  if (retiresAt != NOTHING && !tape.isNumber(retiresAt)) return "retires_at is no number of seconds since 1970";
  if (notBefore != NOTHING) key.notBefore = wholeNumber(tape.bytes(notBefore));
  if (expiresAt != NOTHING) key.expiresAt = wholeNumber(tape.bytes(expiresAt));
  if (retiresAt != NOTHING) key.retiresAt = wholeNumber(tape.bytes(retiresAt));
  return "";
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
