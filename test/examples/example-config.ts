import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { PROJECT_ROOT } from "../../control-plane/process/project-root.ts";
import type { GatewayConfig } from "../envoy/gateway.ts";

/** An example's `headgate.yaml`, with other addresses and files put in place of its own. */
export function exampleConfig(example: string, elsewhere: Readonly<Record<string, string>>): GatewayConfig {
  const text = Object.entries(elsewhere).reduce(
    (changed, [from, to]) => {
      if (!changed.includes(from)) throw new Error(`examples/${example} does not name ${from}`);
      return changed.replaceAll(from, to);
    },
    readFileSync(join(PROJECT_ROOT, "examples", example, "headgate.yaml"), "utf8"),
  );
  const { listen: _, control_plane: __, admin: ___, ...config } = parse(text);
  return config;
}
