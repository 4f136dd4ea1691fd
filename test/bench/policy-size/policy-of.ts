import { createHash } from "node:crypto";
import type { Policy } from "../../../contract/policy.ts";
import { policyOf } from "../../wasm/filter.ts";

export interface Size {
  keys: number;
  models: number;
  rules: number;
}

export const secretOf = (index: number) => `hg-bench-${index}`;
export const modelOf = (index: number) => `model-${index}`;

/** Tenants of a gateway of that size, each with an allowlist of its own kind: names, a glob, a regular expression. */
const TENANTS = 50;
const ALLOW = (index: number) =>
  [[modelOf(index), "model-1*"], ["model-*"], [`/model-\\d*${index % 10}/`, "model-*"]][index % 3];

/** Rules of each kind of condition that looks through a prompt; none holds for the requests that are measured. */
const RULE = (index: number) => {
  const when = [
    { keywords: [`forbidden-${index}`, `secret-${index}`] },
    { prompt_matches: `token-${index}-[a-z0-9]{8,32}` },
    { model: modelOf(index % 10), bytes: { gt: 2_000_000 - index } },
  ][index % 3];
  return { id: `rule-${index}`, when, tag: "found" };
};

/** A policy of that size, as the control plane would send it. */
export function policyOfSize({ keys, models, rules }: Size): Policy {
  const targets = [{ provider: "openai" }, { provider: "anthropic", model: "claude" }];
  return policyOf({
    models: Object.fromEntries(Array.from({ length: models }, (_, index) => [modelOf(index), { targets }])),
    tenants: Object.fromEntries(Array.from({ length: TENANTS }, (_, index) => [`tenant-${index}`, {}])),
    keys: Array.from({ length: keys }, (_, index) => ({
      id: `key-${index}`,
      tenant: `tenant-${index % TENANTS}`,
      secret_sha256: createHash("sha256").update(secretOf(index)).digest("hex"),
      allow: ALLOW(index % 300),
      deny: index % 7 === 0 ? ["claude-*-preview"] : [],
      expires_at: "2027-01-01T00:00:00Z",
      tags: ["bench"],
    })),
    rules: Array.from({ length: rules }, (_, index) => RULE(index)),
  });
}
