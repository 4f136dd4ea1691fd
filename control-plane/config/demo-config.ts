import type { Config } from "../../contract/config.ts";
import { DIALECTS, type Dialect } from "../../contract/dialect.ts";
import { checkConfig } from "./parse.ts";

/** Where the demo provider listens, and the demo configuration looks for it. */
export const DEMO_ADDRESS = "127.0.0.1:10081";

/**
 * The configuration of a machine with no file and no provider: every dialect answered by the demo
 * provider, together as `demo` and one by one. `envoy/envoy.yaml` shows it rendered.
 */
export function demoConfig(): Config {
  const names = DIALECTS.map((dialect) => `demo-${dialect}`);
  const config = {
    providers: Object.fromEntries(
      DIALECTS.map((dialect) => [`demo-${dialect}`, { dialect, url: `http://${DEMO_ADDRESS}${BASE_PATH[dialect]}` }]),
    ),
    models: {
      demo: { targets: names.map((provider) => ({ provider })) },
      ...Object.fromEntries(names.map((provider) => [provider, { targets: [{ provider }] }])),
    },
  };
  return checkConfig(config, "the demo's configuration");
}

const BASE_PATH: Readonly<Record<Dialect, string>> = { openai: "/v1", responses: "/v1", anthropic: "", ollama: "" };
