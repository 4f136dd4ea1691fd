import { clientKeySchema, tenantSchema } from "../../contract/client-key.ts";
import type { Config } from "../../contract/config.ts";
import { secondsOf } from "../../contract/time.ts";
import { FailureKind } from "../../plugin/policy/failure/table.ts";
import { type Case, failingTargets } from "./case/case.ts";
import { keyVariable, WALKER_KEY } from "./walk-environment.ts";

/** Where the injector's ways of not being there are found. */
interface Addresses {
  /** `http://127.0.0.1:port` */
  injector: string;
}

/** The walk's client key and its tenant. */
const WALKER = "headgate-failover-test";

/** Long enough that a busy machine is not taken for a silent provider. */
export const FIRST_TOKEN_S = 1;

/** Port 1, TCPMUX, which nothing has served for decades: a connection is refused at once. */
const REFUSING = "http://127.0.0.1:1";
/** https://www.rfc-editor.org/rfc/rfc6761#section-6.4: a name that never is one. */
const NAMELESS = "http://provider.invalid";
/** Envoy takes the free ports that it finds. */
const ANY_PORT = "127.0.0.1:0";

/** The user's configuration as Envoy runs it for these cases: a model and providers for each, none but loopback's. */
export function walkConfig(config: Config, cases: readonly Case[], addresses: Addresses): Config {
  const { tls: _tls, jwt: _jwt, cache: _cache, ...kept } = config;
  const walker = clientKeySchema.parse({ id: WALKER, tenant: WALKER, secret: `env:${WALKER_KEY}` });
  const tenants: Config["tenants"] =
    Object.keys(config.tenants).length === 0 ? {} : { [WALKER]: tenantSchema.parse({}) };
  return {
    ...kept,
    listen: ANY_PORT,
    admin: ANY_PORT,
    // Nobody is there, and no request needs it.
    control_plane: { ...config.control_plane, tls: undefined, listen: "127.0.0.1:1" },
    anonymous: false,
    timeouts: walkTimeouts(config, cases),
    providers: Object.fromEntries(cases.flatMap((one) => providersOf(config, one, addresses))),
    models: Object.fromEntries(cases.map((one) => [one.id, modelOf(config, one)])),
    tenants: { ...config.tenants, ...tenants },
    keys: [...config.keys, walker],
    rules: [],
    decisions: {},
    health: {},
    explain: true,
  };
}

/** How long a case may be silent in all: each of its attempts, and one more. */
export function patienceOf(cases: readonly Case[]): number {
  return FIRST_TOKEN_S * (Math.max(1, ...cases.map(({ model }) => model.targets.length)) + 1);
}

function walkTimeouts({ timeouts }: Config, cases: readonly Case[]): Config["timeouts"] {
  const atMost = (duration: string, seconds: number) => `${Math.min(secondsOf(duration), seconds)}s`;
  return {
    connect: atMost(timeouts.connect, FIRST_TOKEN_S),
    first_token: atMost(timeouts.first_token, FIRST_TOKEN_S),
    idle: `${patienceOf(cases)}s`,
  };
}

/** A provider of one case: cool-downs and ejections of another do not reach it. */
function providerName(provider: string, { id }: Case): string {
  return `${provider}.${id}`;
}

function providersOf(config: Config, one: Case, { injector }: Addresses): [string, Config["providers"][string]][] {
  const failing = failingTargets(one);
  return [...new Set(one.model.targets.map(({ provider }) => provider))].flatMap((name, nth) => {
    const provider = config.providers[name];
    if (provider === undefined) return [];
    const { ca: _ca, health_check: _check, ...kept } = provider;
    const isOut = one.model.targets.some((target) => target.provider === name && failing.has(target.index));
    const faces = provider.faces.map((face) => ({ ...face, path: `/${one.id}/${nth}${face.path}` }));
    const keys = provider.keys.map((key, index) => ({
      ...key,
      secret: `env:${keyVariable(config, name, index)}`,
      limits: {},
      budget: {},
    }));
    const url = isOut && one.fault.act.way === "unreachable" ? unreachable(one.fault.act.by, injector) : injector;
    return [[providerName(name, one), { ...kept, url, faces, keys }]];
  });
}

function unreachable(by: "refusal" | "dns" | "tls", injector: string): string {
  if (by === "refusal") return REFUSING;
  return by === "dns" ? NAMELESS : injector.replace("http:", "https:");
}

function modelOf(config: Config, one: Case): Config["models"][string] {
  const {
    hedge: _hedge,
    min_throughput,
    first_token: _first,
    cache: _cache,
    default: _default,
    ...model
  } = config.models[one.model.name] ?? { limits: {}, budget: {} };
  const targets = (model.targets ?? []).map(({ weight: _weight, ...target }, index) => {
    const known = one.model.targets[index];
    return {
      ...target,
      provider: providerName(target.provider, one),
      model: known?.upstream,
      ...(known?.contextLength !== undefined && { context_length: known.contextLength }),
    };
  });
  // Where it is not what is tried, it would take a stream that the injector holds for a slow one.
  const slow = min_throughput &&
    one.fault.kind === FailureKind.SlowStart && { min_throughput: { ...min_throughput, over: "0.3s" } };
  return { ...model, ...slow, targets, strategy: "priority", limits: {}, budget: {} };
}
