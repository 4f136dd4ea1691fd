import type { Dialect } from "../../../contract/dialect.ts";
import type { Observation } from "../neutral/observation.ts";
import type { AnyModel } from "../neutral/task.ts";
import type { Behaviour } from "../provider/behaviour.ts";
import type { Received } from "../provider/received.ts";

/** One row of the table: what a client is told to do, what the provider does, and what comes of it. */
export interface Case {
  /** Words and dashes: it stands in the model's name. */
  name: string;
  task: AnyModel;
  provider: Behaviour;
  /** Clients that can ask so; absent: all. */
  clients?: readonly Dialect[];
  /** Providers that can do so by themselves; absent: all. */
  providers?: readonly Dialect[];
  /** Which providers' dialects cannot say it: the gateway refuses, and names what. */
  refusals?: Partial<Record<Dialect, Refusal>>;
  check(seen: Observation, meeting: Meeting): void | Promise<void>;
}

export interface Refusal {
  status: number | readonly [from: number, to: number];
  names: RegExp;
}

/** Who met whom, and what the provider got of it. */
export interface Meeting {
  client: Dialect;
  provider: Dialect;
  model: string;
  throughGateway: boolean;
  received: readonly Received[];
}
