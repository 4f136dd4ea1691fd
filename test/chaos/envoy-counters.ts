import type { Gateway } from "../envoy/gateway.ts";

/** Sum of the counters or gauges whose whole name fits. */
export async function sumOf({ admin }: Pick<Gateway, "admin">, name: RegExp): Promise<number> {
  const response = await fetch(`${admin}/stats?format=json&usedonly&filter=${encodeURIComponent(name.source)}`);
  const { stats } = (await response.json()) as { stats: { name?: string; value?: number }[] };
  return stats.reduce(
    (sum, { name: found, value }) => sum + (found !== undefined && name.test(found) ? (value ?? 0) : 0),
    0,
  );
}

/** Attempts that Envoy made again, since its start. */
export function retriesOf(gateway: Pick<Gateway, "admin">): Promise<number> {
  return sumOf(gateway, /^cluster\..*\.upstream_rq_retry$/);
}

/** Requests of callers under way. */
export function underWay(gateway: Pick<Gateway, "admin">): Promise<number> {
  return sumOf(gateway, /^http\.headgate\.downstream_rq_active$/);
}
