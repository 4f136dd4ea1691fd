import type { Gateway, GatewayConfig, GatewayOptions } from "../envoy/gateway.ts";
import type { Load } from "./load.ts";
import type { ScriptedTarget } from "./scripted-target.ts";

/** One way for things to go wrong, under load. */
export interface Scenario {
  name: string;
  /** What is done, and to whom. */
  does: string;
  /** What a caller may notice all the same; absent: nothing. */
  excuse?: Excuse;
  /** What has to be counted: an outage that no request met proves nothing. */
  proof?: "retried" | "cut";
  /** Part of the short form too. */
  short?: true;
  /** Why it cannot run here. */
  missing?: () => string | undefined;
  /** What it needs beside the targets and the gateway. */
  prepare?: () => Promise<Setting>;
  act(stage: Stage): Promise<void>;
}

export interface Excuse {
  why: string;
  /** Streams may end, after content, with the dialect's error event. */
  cut?: true;
  /** Of each caller's requests, at most so many may fail. */
  failed?: number;
}

export interface Setting {
  config?: Partial<GatewayConfig>;
  options?: Omit<GatewayOptions, "binary">;
  /** What the load's callers present. */
  headers?: Readonly<Record<string, string>>;
  stop?: () => Promise<void>;
}

/** All that a scenario may lay hands on. */
export interface Stage {
  gateway: Gateway;
  /** In failover order, of three dialects. */
  targets: readonly [ScriptedTarget, ScriptedTarget, ScriptedTarget];
  load: Load;
  config: GatewayConfig;
  /** Another gateway over the same targets, without a control plane. */
  startAnother(): Promise<Gateway>;
  /** Lets requests go through: for the run's phase, and until every caller has got some answers more. */
  goOn(): Promise<void>;
}
