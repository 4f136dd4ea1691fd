/** Who holds how much of one worker's memory: see memory-shares.test.ts. AssemblyScript. */
import { Holding, Shares } from "../../../plugin/policy/memory/shares";

let shares = new Shares(0);
let requests: Array<Holding> = [];

export function start(most: i64): void {
  shares = new Shares(most);
  requests = [];
}

/** A request's number. */
export function open(key: i32, tenant: i32): i32 {
  return requests.push(new Holding(key, tenant)) - 1;
}

/** False: there is no room, and nothing has changed. */
export function hold(request: i32, bytes: i64): bool {
  const holding = requests[request];
  if (!shares.fits(holding, bytes)) return false;
  shares.hold(holding, bytes);
  return true;
}

export function couldFit(bytes: i64): bool {
  return shares.couldFit(bytes);
}
