import type { Face } from "../contract/face.ts";
import { type Origin, originOf } from "../contract/origin.ts";
import type { Provider } from "../contract/provider.ts";

type HealthCheck = NonNullable<Provider["health_check"]>;

/** A connection over TLS takes three round trips before the answer, and the first check pays for it. */
const TIMEOUT: Record<Origin["scheme"], string> = { http: "0.2s", https: "2s" };

/**
 * The question whether a provider is there, asked without a key: this configuration holds no secret. Who wants one
 * and says so (401, 403) is alive.
 *
 * https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/health_checking
 */
export function healthCheck(provider: Provider, check: HealthCheck): object {
  const { scheme, authority } = originOf(provider);
  const statuses = check.statuses ?? ["200-299", ...(provider.keys.length > 0 ? ["401", "403"] : [])];
  return {
    timeout: check.timeout ?? TIMEOUT[scheme],
    interval: check.interval,
    // Envoy would ask once in a minute only where no request has gone yet: just where a fallback is.
    no_traffic_interval: check.interval,
    interval_jitter_percent: 10,
    unhealthy_threshold: check.unhealthy_threshold,
    healthy_threshold: check.healthy_threshold,
    http_health_check: {
      host: authority,
      path: check.path ?? pathOf(provider.faces),
      expected_statuses: statuses.map(rangeOf),
    },
  };
}

/** What costs a provider least: the list of its models, of an Ollama its greeting. */
function pathOf(faces: readonly Face[]): string {
  const face = faces.find(({ dialect }) => dialect === "ollama") ?? faces[0];
  switch (face?.dialect) {
    case "ollama":
      return `${face.path}/`;
    case "anthropic":
      return `${face.path}/v1/models`;
    default:
      return `${face?.path ?? ""}/models`;
  }
}

/** `200-299`, `401`, as a range whose end is not in it. */
function rangeOf(statuses: string): { start: number; end: number } {
  const [first = 0, last = first] = statuses.split("-").map(Number);
  return { start: first, end: last + 1 };
}
