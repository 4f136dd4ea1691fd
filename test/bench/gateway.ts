import { checkConfig } from "../../control-plane/config/parse.ts";
import { buildPolicy } from "../../control-plane/policy/build.ts";
import { renderEnvoy } from "../../envoy/render.ts";
import { SCENARIOS, type Scenario } from "./scenarios.ts";

/** What callers present, in every scenario and to plain Envoy too. */
export const CLIENT_KEY = "sk-bench-client-4f1d0c5f8a6e4b7c9d2e1f3a5b7c9d0e";

/** Secrets that the gateway's configuration names. */
export const SECRETS = {
  BENCH_CLIENT_KEY: CLIENT_KEY,
  BENCH_PROVIDER_KEY: "sk-bench-provider-0a1b2c3d4e5f60718293a4b5",
};

/** The gateway as its users have it: `headgate.yaml` rendered, the policy inline, a client key and provider keys. */
export function gatewayEnvoy(ports: { listen: number; admin: number; control: number }, mockPort: number): string {
  const config = checkConfig(
    {
      listen: `127.0.0.1:${ports.listen}`,
      admin: `127.0.0.1:${ports.admin}`,
      // Nobody listens there: the filter asks twice a second and is refused.
      control_plane: { listen: `127.0.0.1:${ports.control}` },
      providers: Object.fromEntries(SCENARIOS.map((scenario) => [scenario.name, provider(scenario, mockPort)])),
      models: Object.fromEntries(SCENARIOS.map((scenario) => [scenario.name, { targets: [target(scenario)] }])),
      keys: [{ id: "bench", secret: "env:BENCH_CLIENT_KEY", allow: ["*"] }],
    },
    "the benchmark's configuration",
  );
  return renderEnvoy(config, buildPolicy(config, SECRETS));
}

function provider({ kind, dialect }: Scenario, mockPort: number): object {
  const url = `http://127.0.0.1:${mockPort}/${kind}${dialect === "openai" ? "/v1" : ""}`;
  return { dialect, url, keys: [{ secret: "env:BENCH_PROVIDER_KEY" }] };
}

function target({ name, upstreamModel }: Scenario): object {
  return { provider: name, ...(upstreamModel !== undefined && { model: upstreamModel }) };
}
