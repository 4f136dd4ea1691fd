import type { GatewayConfig } from "../../envoy/gateway.ts";
import { until } from "../../envoy/until.ts";
import type { Scenario, Stage } from "../scenario.ts";

const withControlPlane = async () => ({ options: { withControlPlane: true } });

const KILLED: Scenario = {
  name: "control-plane-killed",
  does: "the control plane is killed (SIGKILL) and started again, twice",
  prepare: withControlPlane,
  async act({ gateway, goOn }) {
    for (let times = 0; times < 2; times++) {
      await gateway.controlPlane?.kill();
      await goOn();
      await gateway.controlPlane?.start();
      await goOn();
    }
  },
};

const CHANGES = 20;

const POLICY: Scenario = {
  name: "policy-changes",
  does: `the policy changes ${CHANGES} times: upstream names, weights, rules`,
  prepare: withControlPlane,
  async act({ gateway, config, goOn }) {
    for (let change = 1; change <= CHANGES; change++) {
      const version = await versionOf(gateway);
      gateway.controlPlane?.reconfigure(changed(config, change));
      await until(`change ${change} is taken`, async () => (await versionOf(gateway)) !== version);
    }
    await goOn();
  },
};

function changed(config: GatewayConfig, change: number): GatewayConfig {
  const models = Object.entries(config.models).map(([name, { targets = [], ...model }]) => {
    const others = targets.map((target, index) => ({
      ...target,
      model: `upstream-${change}`,
      weight: 1 + ((change + index) % 3),
    }));
    return [name, { ...model, targets: others }];
  });
  const when = { keywords: [`never-said-${change}`] };
  return { ...config, models: Object.fromEntries(models), rules: [{ when, tag: `change-${change}` }] };
}

async function versionOf({ controlPlane }: Stage["gateway"]): Promise<string> {
  const response = await fetch(`${controlPlane?.url}/healthz`);
  const { policy, rejected } = (await response.json()) as { policy: string; rejected?: { reason: string } };
  if (rejected) throw new Error(`the control plane refuses the change: ${rejected.reason}`);
  return policy;
}

export const CONTROL_PLANE: readonly Scenario[] = [KILLED, POLICY];
