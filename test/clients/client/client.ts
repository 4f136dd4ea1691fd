import type { Dialect } from "../../../contract/dialect.ts";
import type { Observation } from "../neutral/observation.ts";
import type { Task } from "../neutral/task.ts";

/** An official client, whichever it is and whatever it is written in. */
export interface Client {
  /** As its users call it: `npm openai responses`. */
  name: string;
  dialect: Dialect;
  /** Why it cannot be run here. */
  absent?: string;
  /**
   * Does a task with a server whose URL has no path. What the library throws is part of what is observed.
   *
   * @param onHeard called when the first of a stream has come
   */
  run(url: string, task: Task, onHeard: () => void): Promise<Observation>;
  stop(): Promise<void>;
}
