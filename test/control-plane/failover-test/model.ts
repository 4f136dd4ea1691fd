import type { Config } from "../../../contract/config.ts";
import { checkConfig } from "../../../control-plane/config/parse.ts";
import type { Case, WalkedModel } from "../../../control-plane/failover-test/case/case.ts";
import { FAULTS } from "../../../control-plane/failover-test/case/fault.ts";

/** A model as it is walked: one target for each text `provider@origin`, `keys` of each. */
export function modelOf(
  places: readonly string[],
  { keys = 1, lengths = [] }: { keys?: number; lengths?: readonly (number | undefined)[] } = {},
): WalkedModel {
  const targets = places.map((place, index) => {
    const [provider = "", origin = provider] = place.split("@");
    const contextLength = lengths[index];
    return {
      index,
      provider,
      origin: `https://${origin}.example`,
      upstream: `upstream-${index + 1}`,
      keys: Array.from({ length: keys }, (_, key) => `key-${key + 1}`),
      ...(contextLength !== undefined && { contextLength }),
    };
  });
  return { name: "m", targets, hasMinThroughput: true };
}

export function caseOf(model: WalkedModel, fault: string, rest: Partial<Case> = {}): Case {
  const found = FAULTS.find(({ name }) => name === fault);
  if (found === undefined) throw new Error(`no fault is named ${fault}`);
  return { id: "case-1", model, fault: found, failing: 1, keys: "every", ...rest };
}

export function configOf(file: object): Config {
  return checkConfig(file, "headgate.yaml");
}
