import { createServer, type Server } from "node:net";

/**
 * Ports that no system hands out by itself (Linux: from 32768, others: from 49152), in blocks. A port
 * of the system's choice could go to somebody's connection before Envoy has it, and two Envoys would
 * share one without a word.
 */
const FIRST = 20_000;
const BLOCKS = 60;
const BLOCK = 200;

let ours: Promise<number> | undefined;
let used = 0;

/** A port of loopback that nothing listens on, and that no other process of any run will take. */
export async function freePort(): Promise<number> {
  ours ??= claimBlock();
  const block = await ours;
  for (let tried = 0; tried < BLOCK; tried++) {
    const port = block + 1 + (used++ % (BLOCK - 1));
    if (await isFree(port)) return port;
  }
  throw new Error("no free port in this process' block");
}

/** A block is whose process listens on its first port; nobody connects to it. */
async function claimBlock(): Promise<number> {
  for (let tried = 0; tried < BLOCKS; tried++) {
    const port = FIRST + ((process.pid + tried) % BLOCKS) * BLOCK;
    const server = await listening(port);
    if (server === undefined) continue;
    server.unref();
    return port;
  }
  throw new Error("no block of ports is free");
}

async function isFree(port: number): Promise<boolean> {
  const server = await listening(port);
  if (server === undefined) return false;
  await new Promise((resolve) => server.close(resolve));
  return true;
}

function listening(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(undefined));
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}
