import { readFileSync } from "node:fs";
import type { Policy } from "../../contract/policy.ts";
import { checkConfig } from "../../control-plane/config/parse.ts";
import { buildPolicy } from "../../control-plane/policy/build.ts";
import { Host, type HostOptions, type Upstream, type UpstreamAnswer } from "../host/index.ts";

const wasm = readFileSync(new URL("../../build/headgate.wasm", import.meta.url));

/** Values of every `env:` that a test's configuration names. */
export const ENVIRONMENT = {
  A_KEY: "sk-of-a",
  B_KEY: "sk-of-b",
  C_KEY: "sk-of-c",
  D_KEY: "sk-of-d",
  CLIENT: "hg-client",
  OTHER: "hg-other",
};

/** One provider a dialect, each with a key of its own. */
export const PROVIDERS = {
  openai: { dialect: "openai", url: "http://openai.test/v1", keys: [{ secret: "env:A_KEY" }] },
  responses: { dialect: "responses", url: "http://responses.test/v1", keys: [{ secret: "env:D_KEY" }] },
  anthropic: { dialect: "anthropic", url: "http://anthropic.test", keys: [{ secret: "env:B_KEY" }] },
  ollama: { dialect: "ollama", url: "http://ollama.test:11434", keys: [{ secret: "env:C_KEY" }] },
};

export function policyOf(config: object): Policy {
  return buildPolicy(checkConfig({ providers: PROVIDERS, ...config }, "test"), ENVIRONMENT);
}

/** The aggregate clusters that envoy/ renders: one for each target of each model, starting with it. */
function poolsOf(policy: Policy): Record<string, string[]> {
  return Object.fromEntries(
    policy.models.flatMap(({ name, targets }) =>
      targets.map((_, first) => {
        const ids = targets.map(({ id }) => id);
        return [`${name}@${first}`, [...ids.slice(first), ...ids.slice(0, first)]];
      }),
    ),
  );
}

/** The built filter under a configuration (`headgate.yaml` as an object), in front of `upstream`. */
export function filter(config: object, upstream: Upstream, more: Partial<HostOptions> = {}): Host {
  return filterUnder(policyOf(config), upstream, more);
}

/** The built filter under a policy, also one that no configuration makes. */
export function filterUnder(policy: Policy, upstream: Upstream, more: Partial<HostOptions> = {}): Host {
  const control_plane = { cluster: "headgate.control-plane", authority: "control.test" };
  return new Host({
    wasm,
    env: { ...ENVIRONMENT, HEADGATE_SNAPSHOT_TOKEN: "snapshot-token" },
    plugins: [
      { rootId: "headgate.gateway", configuration: JSON.stringify({ policy, control_plane }) },
      { rootId: "headgate.provider" },
    ],
    pools: poolsOf(policy),
    upstream,
    ...more,
  });
}

/** A model `m` that goes to these providers, in this order. */
export function modelOf(...providers: string[]): object {
  return { models: { m: { targets: providers.map((provider) => ({ provider, model: `${provider}-model` })) } } };
}

/** A provider's answer in one document. */
export function document(body: object, headers: Record<string, string> = {}): UpstreamAnswer {
  return { headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) };
}

/** A provider's answer as a stream of server-sent events. */
export function eventStream(body: string | readonly Uint8Array[]): UpstreamAnswer {
  return { headers: { "content-type": "text/event-stream" }, body };
}

/** The bytes in chunks of `size`, inside characters and line ends too. */
export function inChunks(text: string, size: number): Uint8Array[] {
  const bytes = Buffer.from(text);
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
}
