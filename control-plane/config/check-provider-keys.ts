import type { Config } from "../../contract/config.ts";
import { keyId } from "../../contract/provider-key.ts";
import { patternProblem } from "../pattern/pattern-problem.ts";
import type { Report } from "../problem/problem.ts";

/** The keys of each provider: each with a name of its own, and good at some time. */
export function checkProviderKeys(config: Config, report: Report): void {
  for (const [provider, { keys }] of Object.entries(config.providers)) {
    const seen = new Map<string, number>();
    for (const [index, key] of keys.entries()) {
      const path = ["providers", provider, "keys", index];
      const id = keyId(key, index);
      // The secrets of one that was rotated are one key.
      const name = `${id}#${key.generation ?? 0}`;
      const other = seen.get(name);
      if (other !== undefined) {
        const whose = `providers.${provider}.keys[${other}]`;
        report([...path, "id"], `"${id}" is already the id of ${whose}: its statistics and limits would be mixed up`);
      } else seen.set(name, index);
      for (const [at, text] of (key.models ?? []).entries()) {
        const problem = patternProblem(text);
        if (problem !== undefined) report([...path, "models", at], problem);
      }
      const { not_before, expires_at } = key;
      if (not_before !== undefined && expires_at !== undefined && Date.parse(not_before) >= Date.parse(expires_at)) {
        report([...path, "expires_at"], "is not after not_before: the key would never be good");
      }
    }
  }
}
