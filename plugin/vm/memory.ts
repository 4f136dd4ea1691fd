import { logText } from "../abi/log";
import { LogLevel } from "../abi/types";

const PAGE: i64 = 64 * 1024;

/** Above what the policy needs: bodies of 32 MiB, one after the other, take 195 MiB. */
const SPARE_PAGES: i32 = <i32>((256 * 1024 * 1024) / PAGE);

/** Pages that are there for good. */
let kept: i32 = memory.size();

/** So many pages were added for a policy. */
export function keepMemory(pages: i32): void {
  kept += pages;
}

/**
 * WebAssembly's memory only grows. A VM that a load has blown up ends itself while nobody waits for it, and Envoy makes a
 * new one for the next request (FAIL_RELOAD; 0.1 s).
 */
export function shedMemory(): void {
  if (memory.size() <= kept + SPARE_PAGES) return;
  const held = (<i64>memory.size() * PAGE) >> 20;
  logText(LogLevel.Warn, held.toString() + " MiB are held and nobody waits: this worker's VM starts anew");
  unreachable();
}
