import { type ChildProcess, spawn } from "node:child_process";
import type { Log } from "../process/log.ts";

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5000;

/** One that ran this long was well: the next pause is the first again. */
const WELL_AFTER_MS = 10_000;

/** How long a process has to stop by itself. */
const STOP_MS = 5000;

const KEPT_LINES = 20;

export interface Program {
  name: string;
  program: string;
  args: readonly string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Before each start. */
  prepare?: () => void;
}

/** A process that is started again whenever it ends, until it is told to stop. */
export class Supervised {
  readonly #program: Program;
  readonly #log: Log;
  #child: ChildProcess | undefined;
  #again: NodeJS.Timeout | undefined;
  #pauseMs = FIRST_PAUSE_MS;
  #stopping = false;
  #lastLines: string[] = [];
  readonly #firstEnd: Promise<string>;
  #endedFirst: (how: string) => void = () => {};

  constructor(program: Program, log: Log) {
    this.#program = program;
    this.#log = log;
    this.#firstEnd = new Promise((resolve) => {
      this.#endedFirst = resolve;
    });
    this.#start();
  }

  get name(): string {
    return this.#program.name;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** The last that it wrote to stderr: why it ended, if it did. */
  get lastLines(): readonly string[] {
    return this.#lastLines;
  }

  /** Resolves with how it went, the first time that it ends. */
  get firstEnd(): Promise<string> {
    return this.#firstEnd;
  }

  /** SIGTERM, and SIGKILL for one that does not listen. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#again);
    const child = this.#child;
    if (child === undefined) return;
    const ended = new Promise((resolve) => child.once("close", resolve));
    child.kill("SIGTERM");
    const patience = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
    await ended;
    clearTimeout(patience);
  }

  #start(): void {
    const { program, args, cwd, env, prepare } = this.#program;
    prepare?.();
    const since = Date.now();
    this.#lastLines = [];
    const child = spawn(program, args, { cwd, env, stdio: ["ignore", "inherit", "pipe"] });
    this.#child = child;
    child.stderr.setEncoding("utf8");
    child.stderr.on("data", (text: string) => {
      process.stderr.write(text);
      this.#lastLines = [...this.#lastLines, ...text.split("\n").filter((line) => line !== "")].slice(-KEPT_LINES);
    });
    let failure: Error | undefined;
    child.on("error", (error) => {
      failure = error;
    });
    child.on("close", (code, signal) => {
      this.#child = undefined;
      const how = failure?.message ?? (signal === null ? `exit ${code}` : signal);
      this.#endedFirst(how);
      if (!this.#stopping) this.#startAgain(how, Date.now() - since);
    });
  }

  #restart(): void {
    try {
      this.#start();
    } catch (error) {
      // A full disk, a process too many: nothing of it ends the launcher, and with it the others.
      this.#startAgain((error as Error).message, 0);
    }
  }

  #startAgain(how: string, ranMs: number): void {
    const pause = ranMs >= WELL_AFTER_MS ? FIRST_PAUSE_MS : this.#pauseMs;
    this.#pauseMs = Math.min(pause * 2, LONGEST_PAUSE_MS);
    this.#again = setTimeout(() => {
      // Said only now: on Ctrl-C everything ends at once, and nothing is wrong.
      this.#log.warn(`${this.#program.name} ended (${how}); started again after ${pause / 1000} s`);
      this.#restart();
    }, pause);
  }
}
