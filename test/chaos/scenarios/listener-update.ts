import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { until } from "../../envoy/until.ts";
import { DRAIN } from "../drain.ts";
import { sumOf } from "../envoy-counters.ts";
import type { Scenario } from "../scenario.ts";

const UPDATES = 3;

let folder: string;
let listener: { stream_idle_timeout?: string } & Record<string, unknown>;

/** Envoy watches for a file that is moved into place. */
function write(): void {
  const file = join(folder, "listener.json");
  const resource = { "@type": "type.googleapis.com/envoy.config.listener.v3.Listener", ...listener };
  writeFileSync(`${file}.new`, JSON.stringify({ resources: [resource] }));
  renameSync(`${file}.new`, file);
}

/** The listener by file, as users with an Envoy of their own have it. */
function byFile(envoyYaml: string): string {
  const bootstrap = parse(envoyYaml, { maxAliasCount: -1 });
  [listener] = bootstrap.static_resources.listeners;
  write();
  delete bootstrap.static_resources.listeners;
  bootstrap.node = { id: "chaos", cluster: "chaos" };
  bootstrap.dynamic_resources = { lds_config: { path_config_source: { path: join(folder, "listener.json") } } };
  return stringify(bootstrap);
}

const UPDATED: Scenario = {
  name: "listener-update",
  does: `the plugin's configuration changes with its listener, by file, ${UPDATES} times: the old one drains`,
  prepare: async () => {
    folder = mkdtempSync(join(tmpdir(), "headgate-chaos-"));
    return {
      options: { amend: byFile, envoyArgs: ["--disable-hot-restart", ...DRAIN] },
      stop: async () => rmSync(folder, { recursive: true, force: true }),
    };
  },
  async act({ gateway, goOn }) {
    for (let update = 1; update <= UPDATES; update++) {
      // Any change of the policy makes another configuration of the plugin.
      listener = JSON.parse(
        JSON.stringify(listener).replace(/\\"version\\":\s*\\"\w+\\"/, `\\"version\\":\\"v${update}\\"`),
      );
      write();
      const modified = /^listener_manager\.(listener_modified|listener_in_place_updated)$/;
      await until(`update ${update} is taken`, async () => (await sumOf(gateway, modified)) >= update);
      const draining = /^listener_manager\.total_.*draining$/;
      await until("the old one has drained", async () => (await sumOf(gateway, draining)) === 0);
      await goOn();
    }
  },
};

export const LISTENER_UPDATE: readonly Scenario[] = [UPDATED];
