import { createServer } from "node:net";
import { threadId } from "node:worker_threads";

/**
 * Ports that no system hands out by itself (Linux: from 32768, others: from 49152), in blocks. A port
 * of the system's choice could go to somebody's connection before Envoy has it, and two Envoys would
 * share one without a word.
 */
const FIRST = 20_000;
const BLOCKS = 300;
const BLOCK = 40;

let used = 0;

/** A port of loopback that nothing listens on, and that no other process of this run will take. */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < BLOCK; tried++) {
    const port = FIRST + ((process.pid + threadId * 7) % BLOCKS) * BLOCK + (used++ % BLOCK);
    if (await isFree(port)) return port;
  }
  throw new Error("no free port in this process' block");
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
