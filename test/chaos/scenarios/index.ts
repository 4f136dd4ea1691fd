import type { Scenario } from "../scenario.ts";
import { BROKEN_STREAMS } from "./broken-streams.ts";
import { CONTROL_PLANE } from "./control-plane.ts";
import { ENVOY_LIFE } from "./envoy-life.ts";
import { FAILING_TARGETS } from "./failing-targets.ts";
import { GREEDY_TENANT } from "./greedy-tenant.ts";
import { LISTENER_UPDATE } from "./listener-update.ts";
import { POISONED } from "./poison.ts";
import { PROVIDER_KEYS } from "./provider-keys.ts";
import { REDIS_GONE } from "./redis.ts";
import { VM_TRAP } from "./vm-trap.ts";

export const SCENARIOS: readonly Scenario[] = [
  ...FAILING_TARGETS,
  ...BROKEN_STREAMS,
  ...POISONED,
  ...PROVIDER_KEYS,
  ...CONTROL_PLANE,
  ...LISTENER_UPDATE,
  ...ENVOY_LIFE,
  ...VM_TRAP,
  ...REDIS_GONE,
  ...GREEDY_TENANT,
];
