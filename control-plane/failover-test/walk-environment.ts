import type { Config } from "../../contract/config.ts";
import { SNAPSHOT_TOKEN } from "../../contract/snapshot-token.ts";
import { type Environment, secretName } from "../process/environment.ts";

/** Of the secret of the walk's own client key. */
export const WALKER_KEY = "HEADGATE_FAILOVER_TEST_KEY";

/** The variable of a provider's nth key. */
export function keyVariable(config: Config, provider: string, key: number): string {
  return `HEADGATE_FAILOVER_TEST_${Object.keys(config.providers).indexOf(provider)}_${key}`;
}

/**
 * What the walk's Envoy sees of an environment: no secret of the real one. A provider key is its provider's name and its
 * own, so that the injector knows it again.
 */
export function walkEnvironment(config: Config, walkerSecret: string): Environment {
  const providerKeys = Object.entries(config.providers).flatMap(([name, { keys }]) =>
    keys.map(({ id }, index) => [keyVariable(config, name, index), `${name}/${id ?? `key-${index + 1}`}`]),
  );
  const clientKeys = config.keys
    .flatMap(({ secret, previous }) => [secret, previous?.secret].filter((one) => one !== undefined))
    .map((reference, index) => [secretName(reference), `nobody-has-this-${index}`]);
  return {
    ...Object.fromEntries([...clientKeys, ...providerKeys]),
    [WALKER_KEY]: walkerSecret,
    [SNAPSHOT_TOKEN]: walkerSecret,
  };
}
