import type { Config } from "../../contract/config.ts";
import type { Finding } from "./finding.ts";

/** What only a model with several targets makes use of. */
const NEED_ANOTHER = ["hedge", "min_throughput"] as const;

/** Settings for failing over where there is nothing to fail over to, and weights that draw nobody. */
export function settingsWithoutEffect({ models, providers }: Config): Finding[] {
  return [...Object.entries(models).flatMap(([name, model]) => ofModel(name, model)), ...sameKeys(providers)];
}

function ofModel(name: string, { targets = [], ...model }: Config["models"][string]): Finding[] {
  if (targets.length === 1) {
    return NEED_ANOTHER.filter((field) => model[field] !== undefined).map((field) =>
      finding(`models.${name}.${field}`, "has no effect: the model has one target; add another, or take this out"),
    );
  }
  if (targets.every(({ weight }) => weight === undefined)) return [];
  return targets.flatMap(({ weight }, index) =>
    weight === undefined
      ? [
          finding(
            `models.${name}.targets[${index}]`,
            "is never the first to be asked, beside targets with a weight: give it one, unless it is meant for failover alone",
          ),
        ]
      : [],
  );
}

function sameKeys(providers: Config["providers"]): Finding[] {
  return Object.entries(providers).flatMap(([name, { keys }]) =>
    keys.flatMap(({ secret }, index) => {
      const first = keys.findIndex((key) => key.secret === secret);
      if (first === index) return [];
      const reason = `is ${secret} again, as keys[${first}]: a key that is refused has no other to take over; name another variable`;
      return [finding(`providers.${name}.keys[${index}]`, reason)];
    }),
  );
}

function finding(path: string, reason: string): Finding {
  return { path, reason, isFatal: false };
}
