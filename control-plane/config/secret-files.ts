import type { Config } from "../../contract/config.ts";
import { secretFile } from "../process/environment.ts";

/** The files that hold the configuration's secrets, each once. What is read at the start alone is not among them. */
export function secretFiles({ providers, keys }: Config): string[] {
  const references = [
    ...Object.values(providers).flatMap((provider) => provider.keys.map(({ secret }) => secret)),
    ...keys.flatMap(({ secret, previous }) => [secret, previous?.secret]),
  ];
  return [...new Set(references.flatMap((reference) => (reference && secretFile(reference)) ?? []))];
}
