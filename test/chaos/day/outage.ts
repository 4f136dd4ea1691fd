import { type Behaviour, hangs, refuses, saysHtml } from "../../fixtures/provider/index.ts";
import { late, type ScriptedTarget, WELL } from "../scripted-target.ts";

/** One stretch of time in which a target does not serve. Seconds since the day's begin. */
export interface Outage {
  /** Its place in failover order. */
  target: number;
  kind: Kind;
  from: number;
  to: number;
}

export const KINDS = ["down", "500", "503", "429", "slow", "html", "hangs"] as const;
export type Kind = (typeof KINDS)[number];

/** Far beyond the patience of the day's gateway. */
const SLOW_MS = 2000;

/** A target that is down does nothing: its port is closed. */
const BEHAVIOUR: Readonly<Record<Exclude<Kind, "down">, Behaviour>> = {
  500: refuses(500, "oops"),
  503: refuses(503, "no capacity"),
  429: refuses(429, "slow down"),
  slow: late(SLOW_MS, WELL),
  html: saysHtml(502),
  hangs: hangs(),
};

export async function begin(target: ScriptedTarget, kind: Kind): Promise<void> {
  if (kind === "down") await target.die();
  else target.behave(BEHAVIOUR[kind]);
}

export async function end(target: ScriptedTarget): Promise<void> {
  target.recover();
  await target.rise();
}
