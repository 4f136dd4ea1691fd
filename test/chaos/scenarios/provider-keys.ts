import type { GatewayConfig } from "../../envoy/gateway.ts";
import { until } from "../../envoy/until.ts";
import { refuses } from "../../fixtures/provider/index.ts";
import type { Scenario } from "../scenario.ts";
import { WELL } from "../scripted-target.ts";

const OLD = { variable: "OLD_KEY", secret: "provider-key-of-yesterday" };
const NEW = { variable: "NEW_KEY", secret: "provider-key-of-today" };

/** How long a key must not have been seen to be out of use in every worker. */
const UNUSED_MS = 500;

const withKeys = (config: GatewayConfig, ...keys: readonly { variable: string }[]): GatewayConfig => {
  const providers = Object.entries(config.providers).map(([name, provider]) => [
    name,
    { ...provider, keys: keys.map(({ variable }) => ({ secret: `env:${variable}` })) },
  ]);
  return { ...config, providers: Object.fromEntries(providers) };
};

/** As an operator rotates: the new one is good, is used beside the old one, then alone; only then the old one is revoked. */
const ROTATED: Scenario = {
  name: "keys-rotate",
  does: "every provider's key is replaced: both, the new one alone, then the old one is revoked",
  short: true,
  prepare: async () => ({
    options: { withControlPlane: true, environment: { [OLD.variable]: OLD.secret, [NEW.variable]: NEW.secret } },
  }),
  async act({ gateway, targets, config, load, goOn }) {
    const good = new Set([OLD.secret, NEW.secret]);
    const lastUse = new Map<string, number>();
    for (const target of targets) {
      target.behave((call) => {
        const { authorization = "", "x-api-key": apiKey = authorization } = call.received.headers;
        const key = String(apiKey).replace("Bearer ", "");
        lastUse.set(key, performance.now());
        return (good.has(key) || good.size === 2 ? WELL : refuses(401, "revoked"))(call);
      });
    }
    const isUsed = ({ secret }: { secret: string }) => performance.now() - (lastUse.get(secret) ?? 0) < UNUSED_MS;
    for (const keys of [[OLD], [OLD, NEW], [NEW]]) {
      gateway.controlPlane?.reconfigure(withKeys(config, ...keys));
      const unused = [OLD, NEW].filter((key) => !keys.includes(key));
      await until("these keys are in use", () => keys.some(isUsed) && !unused.some(isUsed));
    }
    good.delete(OLD.secret);
    const before = load.asked.length;
    await goOn();
    await until("requests go on", () => load.asked.length > before);
  },
};

export const PROVIDER_KEYS: readonly Scenario[] = [ROTATED];
