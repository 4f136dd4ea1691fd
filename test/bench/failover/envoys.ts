import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkConfig } from "../../../control-plane/config/parse.ts";
import { buildPolicy } from "../../../control-plane/policy/build.ts";
import { PROJECT_ROOT } from "../../../control-plane/process/project-root.ts";
import { renderEnvoy } from "../../../envoy/render.ts";
import { withEjection } from "../../envoy/ejection.ts";
import { freePort } from "../../envoy/free-port.ts";
import { type Running, run } from "../../envoy/process.ts";
import { until } from "../../envoy/until.ts";
import { SECRETS } from "../gateway.ts";
import { mockProvider } from "../mock-provider.ts";
import { failingProvider } from "./failing-provider.ts";
import { plainRetry } from "./plain-retry.ts";

/** What a request's first target does; the second answers. */
export const CASES = ["healthy", "refused", "error"] as const;
export type Case = (typeof CASES)[number];

export interface Envoy {
  /** Without a path. */
  url: string;
  admin: string;
  process: Running;
}

export interface FailoverEnvoys {
  /** An aggregate cluster and its retry policy, without our filter. */
  plain: Envoy;
  /** The gateway, its targets never ejected: every request fails over. */
  retrying: Envoy;
  /** The gateway, its failed targets ejected for longer than the run takes. */
  ejecting: Envoy;
}

/** Starts them, and the Envoys that are their providers. They end with this process, however that ends. */
export async function startEnvoys(binary: string, folder: string): Promise<FailoverEnvoys> {
  const start = async (name: string, configure: (ports: { listen: number; admin: number }) => string) => {
    const ports = { listen: await freePort(), admin: await freePort() };
    const path = join(folder, `${name}.yaml`);
    writeFileSync(path, configure(ports));
    const args = ["-c", path, "--log-level", "error", "--concurrency", "1", "--disable-hot-restart"];
    const running = run(binary, args, { cwd: PROJECT_ROOT, env: { PATH: process.env.PATH, ...SECRETS } });
    const admin = `http://127.0.0.1:${ports.admin}`;
    await until(`the ${name} Envoy is ready`, async () => {
      if (running.hasEnded())
        throw new Error(`the ${name} Envoy ended at its start:\n${running.output().slice(-4000)}`);
      return (await fetch(`${admin}/ready`).catch(() => undefined))?.status === 200;
    });
    return { url: `http://127.0.0.1:${ports.listen}`, admin, process: running, port: ports.listen };
  };
  const good = await start("good", mockProvider);
  const failing = await start("failing", failingProvider);
  const ports = { healthy: good.port, refused: await freePort(), error: failing.port };
  const control = await freePort();
  const gateway = (own: { listen: number; admin: number }) => gatewayYaml({ ...own, control }, ports);
  return {
    plain: await start("plain", (own) => plainRetry(own, ports)),
    retrying: await start("retrying", (own) => withEjection(gateway(own), () => undefined)),
    ejecting: await start("ejecting", (own) =>
      withEjection(gateway(own), (ejection) => ({
        ...ejection,
        base_ejection_time: "600s",
        max_ejection_time: "600s",
      })),
    ),
  };
}

/** A model a case: its first target as the case says, its second one well. */
function gatewayYaml(own: { listen: number; admin: number; control: number }, ports: Record<Case, number>): string {
  const provider = (port: number) => ({
    ...{ dialect: "openai" as const, url: `http://127.0.0.1:${port}/chat/v1` },
    keys: [{ secret: "env:BENCH_PROVIDER_KEY" }],
  });
  const config = checkConfig(
    {
      listen: `127.0.0.1:${own.listen}`,
      admin: `127.0.0.1:${own.admin}`,
      // Nobody listens there: the filter asks twice a second and is refused.
      control_plane: { listen: `127.0.0.1:${own.control}` },
      providers: {
        ...Object.fromEntries(CASES.map((name) => [name, provider(ports[name])])),
        second: provider(ports.healthy),
      },
      models: Object.fromEntries(
        CASES.map((name) => [name, { targets: [{ provider: name }, { provider: "second" }] }]),
      ),
      keys: [{ id: "bench", secret: "env:BENCH_CLIENT_KEY", allow: ["*"] }],
    },
    "the benchmark's configuration",
  );
  return renderEnvoy(config, buildPolicy(config, SECRETS));
}
