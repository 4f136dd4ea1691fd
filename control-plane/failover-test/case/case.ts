import type { Fault } from "./fault.ts";

/** What of a model's target the walk has to know. */
export interface WalkedTarget {
  /** Its place in the model, from 0. */
  index: number;
  provider: string;
  /** Scheme, host and port: two providers at one origin fail together. */
  origin: string;
  /** What the provider is asked for. */
  upstream: string;
  /** The ids of the provider's keys that may be used for it now. */
  keys: readonly string[];
  contextLength?: number;
}

/** A model of the configuration as it is walked. */
export interface WalkedModel {
  /** As in the file. */
  name: string;
  targets: readonly WalkedTarget[];
  hasMinThroughput: boolean;
}

/** One request of the walk: a model of which the first targets have a fault, and the others answer. */
export interface Case {
  /** Names its model, its providers and its paths: no case meets what another one left behind. */
  id: string;
  model: WalkedModel;
  fault: Fault;
  /** How many targets have the fault, from the first on. */
  failing: number;
  /** Of a fault that is a key's: whether the key that is tried first has it, or each. */
  keys: "first" | "every";
}

/** The targets that the fault takes out: one that is not reached takes its whole origin along. */
export function failingTargets({ model, fault, failing }: Pick<Case, "model" | "fault" | "failing">): Set<number> {
  const first = model.targets.slice(0, failing);
  if (fault.act.way !== "unreachable") return new Set(first.map(({ index }) => index));
  const origins = new Set(first.map(({ origin }) => origin));
  return new Set(model.targets.filter(({ origin }) => origins.has(origin)).map(({ index }) => index));
}
