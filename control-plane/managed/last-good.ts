import { readFileSync } from "node:fs";
import { z } from "zod";
import { writeStateFile } from "../process/state-file.ts";
import { KINDS, type Resource } from "../store/store.ts";
import type { LivePolicy } from "./live-policy.ts";

/** Changes that follow each other closely are written once: ten thousand keys are some 3 MB. */
const WRITE_AFTER_MS = 500;

/** What the store held when its policy was last in force. Secrets in it are hashed or sealed, as in the store. */
export interface LastGood {
  at: string;
  /** Of the store. */
  commit: number;
  resources: Resource[];
}

const written = z.object({
  at: z.iso.datetime(),
  commit: z.int(),
  resources: z.array(
    z
      .object({
        kind: z.enum(KINDS),
        id: z.string().min(1),
        revision: z.int(),
        body: z.unknown(),
        createdAt: z.string(),
        updatedAt: z.string(),
        position: z.number(),
      })
      .partial({ position: true }),
  ),
});

/** Undefined: there is none, or it is damaged. */
export function readLastGood(path: string): LastGood | undefined {
  try {
    return written.parse(JSON.parse(readFileSync(path, "utf8"))) as LastGood;
  } catch {
    return undefined;
  }
}

/** Writes down what is in the store with each policy that comes in force. Returns how to end it. */
export function keepLastGood(path: string, live: LivePolicy, warn: (why: string) => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  let failed = false;
  const write = () => {
    timer = undefined;
    // Not what was refused, nor what stands in for the store.
    if (live.trouble !== undefined || live.state.commit < 0) return;
    const { commit, resources } = live.state;
    try {
      writeStateFile(path, JSON.stringify({ at: new Date().toISOString(), commit, resources }), 0o600);
      failed = false;
    } catch (error) {
      if (!failed) warn((error as Error).message);
      failed = true;
    }
  };
  const later = () => {
    timer ??= setTimeout(write, WRITE_AFTER_MS).unref();
  };
  write();
  const endChange = live.onChange(later);
  return () => {
    endChange();
    if (timer === undefined) return;
    clearTimeout(timer);
    write();
  };
}
