import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../control-plane/process/project-root.ts";
import { freePort } from "../envoy/free-port.ts";
import { type Running, run } from "../envoy/process.ts";
import { until } from "../envoy/until.ts";
import { gatewayEnvoy, SECRETS } from "./gateway.ts";
import { mockProvider } from "./mock-provider.ts";
import { plainEnvoy } from "./plain-envoy.ts";

/** An Envoy that serves. */
export interface Envoy {
  name: string;
  url: string;
  process: Running;
}

export interface Envoys {
  mock: Envoy;
  plain: Envoy;
  gateway: Envoy;
}

/** Starts all three. They end with this process, however that ends. */
export async function startEnvoys(binary: string, folder: string): Promise<Envoys> {
  const ports = async () => ({ listen: await freePort(), admin: await freePort() });
  const [mock, plain, gateway] = [await ports(), await ports(), { ...(await ports()), control: await freePort() }];
  const start = async (name: string, { listen, admin }: { listen: number; admin: number }, configuration: string) => {
    const path = join(folder, `${name}.yaml`);
    writeFileSync(path, configuration);
    const args = ["-c", path, "--log-level", "error", "--concurrency", "1", "--disable-hot-restart"];
    const running = run(binary, args, { cwd: PROJECT_ROOT, env: { PATH: process.env.PATH, ...SECRETS } });
    await untilReady(name, `http://127.0.0.1:${admin}/ready`, running);
    return { name, url: `http://127.0.0.1:${listen}`, process: running };
  };
  return {
    mock: await start("mock", mock, mockProvider(mock)),
    plain: await start("plain", plain, plainEnvoy(plain, mock.listen)),
    gateway: await start("gateway", gateway, gatewayEnvoy(gateway, mock.listen)),
  };
}

async function untilReady(name: string, url: string, running: Running): Promise<void> {
  await until(`the ${name} Envoy is ready`, async () => {
    if (running.hasEnded()) throw new Error(`the ${name} Envoy ended at its start:\n${running.output().slice(-4000)}`);
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
      await response.arrayBuffer();
      return response.status === 200;
    } catch {
      return false;
    }
  });
}

export async function stopEnvoys({ gateway, plain, mock }: Envoys): Promise<void> {
  await Promise.all([gateway, plain, mock].map((envoy) => envoy.process.stop()));
}
