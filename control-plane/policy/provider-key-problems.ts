import type { Config } from "../../contract/config.ts";
import { type Environment, secretName, secretProblem } from "../process/environment.ts";

/** One line for each provider key that cannot be read: `providers.a.keys[0].secret: …`. */
export function providerKeyProblems(config: Config, environment: Environment): string[] {
  return Object.entries(config.providers).flatMap(([provider, { keys }]) =>
    keys.flatMap((key, index) => {
      const problem = secretProblem(secretName(key.secret), environment);
      return problem === undefined ? [] : [`providers.${provider}.keys[${index}].secret: ${problem}`];
    }),
  );
}
