import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Dialect } from "../../../contract/dialect.ts";
import type { PythonPackages } from "../../../control-plane/setup/python-packages.ts";
import type { Observation } from "../neutral/observation.ts";
import type { Client } from "./client.ts";

const WORKER = join(import.meta.dirname, "../python/worker.py");

interface Offer {
  name: string;
  dialect: Dialect;
  /** The module of python/ that does the tasks. */
  library: string;
}

/** By PyPI's packages. */
const OFFERS: readonly (readonly Offer[])[] = [
  [
    { name: "pypi openai", dialect: "openai", library: "openai_chat" },
    { name: "pypi openai responses", dialect: "responses", library: "openai_responses" },
  ],
  [{ name: "pypi anthropic", dialect: "anthropic", library: "anthropic_messages" }],
  [{ name: "pypi ollama", dialect: "ollama", library: "ollama_chat" }],
];

/** PyPI's clients, a process for each package. It starts with the first task, and goes on to the last. */
export function pythonClients(installed: PythonPackages): Client[] {
  return OFFERS.flatMap((offers) => {
    const worker = new Worker(installed);
    return offers.map(({ name, dialect, library }) => ({
      name,
      dialect,
      run: (url, task, onHeard) => worker.run({ library, url, task }, onHeard),
      stop: () => worker.stop(),
    }));
  });
}

/** The same, where Python or its packages are not there: none runs. */
export function absentPythonClients(reason: string): Client[] {
  const run = () => Promise.reject(new Error(reason));
  return OFFERS.flat().map(({ name, dialect }) => ({ name, dialect, absent: reason, run, stop: async () => {} }));
}

type Told = { heard: true } | { seen: Observation };

class Worker {
  readonly #installed: PythonPackages;
  #process: ChildProcess | undefined;
  #errors = "";
  #onTold: (told: Told) => void = () => {};
  #onEnd: (error: Error) => void = () => {};

  constructor(installed: PythonPackages) {
    this.#installed = installed;
  }

  /** One task at a time. */
  run(job: object, onHeard: () => void): Promise<Observation> {
    return new Promise((resolve, reject) => {
      this.#onTold = (told) => ("seen" in told ? resolve(told.seen) : onHeard());
      this.#onEnd = reject;
      this.#process ??= this.#start();
      this.#process.stdin?.write(`${JSON.stringify(job)}\n`);
    });
  }

  async stop(): Promise<void> {
    const running = this.#process;
    if (running === undefined) return;
    const ended = new Promise((resolve) => running.once("close", resolve));
    running.stdin?.end();
    await ended;
  }

  #start(): ChildProcess {
    const { python, folder } = this.#installed;
    // Without the packages of the machine (-S), and of its user.
    const child = spawn(python, ["-S", WORKER], {
      env: { PATH: process.env.PATH, PYTHONPATH: folder, PYTHONDONTWRITEBYTECODE: "1" },
      stdio: ["pipe", "pipe", "pipe"],
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.#errors = (this.#errors + text).slice(-4000);
    });
    createInterface({ input: child.stdout }).on("line", (line) => this.#onTold(JSON.parse(line) as Told));
    // A process that is gone is told of by its end.
    child.stdin.on("error", () => {});
    child.on("error", (error) => this.#onEnd(error));
    child.on("close", () => {
      this.#process = undefined;
      this.#onEnd(new Error(`the Python process ended:\n${this.#errors}`));
    });
    return child;
  }
}
