import type { Dialect } from "../../../contract/dialect.ts";
import type { Log } from "../../../control-plane/process/log.ts";
import type { Script } from "../script.ts";

/** A client that people use as it comes, with tools of its own or, where it is a library, with one of ours. */
export interface Agent {
  /** As its users call it. */
  name: string;
  /** As npm or PyPI have it. */
  package: string;
  version: string;
  dialect: Dialect;
  /** What the provider makes it do. */
  script: Script;
  /** Why what it did is not what it had to do, beside its answer. */
  check?(place: Place): string | undefined;
  /**
   * Installs it into the cache folder, if it is not there.
   *
   * @throws OperatorError that says why it cannot be run here
   */
  install(log: Log): Promise<Installed>;
}

export interface Installed {
  run(place: Place): Promise<Run>;
}

/** Where an agent works. */
export interface Place {
  /** Address of the gateway, without a path. */
  url: string;
  /** Client key of the gateway. */
  key: string;
  /** What it is to work on: see workspace.ts. */
  workspace: string;
  /** Its home: configuration and state. */
  home: string;
  prompt: string;
}

export interface Run {
  /** Exit code. */
  code: number | undefined;
  /** All that its user sees. */
  output: string;
}
