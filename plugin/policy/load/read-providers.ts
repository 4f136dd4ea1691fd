import { wholeNumber } from "../../wire/json-number";
import { NOTHING, Tape } from "../../wire/json-tape";
import { ABSENT, placeIn, Span } from "../../wire/span";
import { Draw } from "../chance/draw";
import { Policy } from "../policy";
import { KEY_STRATEGIES, KeyStrategy } from "../provider/key-strategy";
import { Provider } from "../provider/provider";
import { decoded } from "./decoded";
import { refuse } from "./problem";
import { Allowlists } from "./read-allowlist";
import { readErrorWords } from "./read-error-words";
import { readLeaveOut } from "./read-leave-out";
import { Environment, readProviderKeys } from "./read-provider-keys";

export function readProviders(tape: Tape, policy: Policy, allowlists: Allowlists, environment: Environment): bool {
  const list = tape.find(tape.root, "providers");
  if (!tape.isArray(list)) return refuse("policy.providers", "expected a list");
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    const provider = new Provider(decoded(tape, tape.find(item, "name"), policy));
    if (provider.name == ABSENT) return refuse("policy.providers", "a provider without a name");
    provider.region = decoded(tape, tape.find(item, "region"), policy);
    provider.isPrivate = tape.isTrue(tape.find(item, "private"));
    provider.strategy = strategyNamed(tape.text(tape.find(item, "key_strategy")));
    provider.words = readErrorWords(tape, tape.find(item, "error_words"), policy);
    provider.leaveOut = readLeaveOut(tape, tape.find(item, "leave_out"), policy);
    const ejection = tape.find(item, "ejection_ms");
    if (tape.isNumber(ejection)) provider.ejection = wholeNumber(tape.bytes(ejection));
    const seed = tape.find(tape.root, "seed");
    if (tape.isNumber(seed)) provider.draw = new Draw(<u64>wholeNumber(tape.bytes(seed)));
    const read = readProviderKeys(tape, tape.find(item, "keys"), provider, policy, allowlists, environment);
    if (!read) return false;
    policy.addProvider(provider);
  }
  return true;
}

function strategyNamed(name: Span): KeyStrategy {
  return <KeyStrategy>max(placeIn(KEY_STRATEGIES, name), KeyStrategy.RoundRobin);
}
