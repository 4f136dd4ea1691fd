import { createHash } from "node:crypto";

/** A Lua script, which Redis runs as one step: nothing happens between its lines. */
export interface Script {
  lua: string;
  /** What Redis knows it by once it has run it. */
  sha1: string;
}

export function script(lua: string): Script {
  return { lua, sha1: createHash("sha1").update(lua).digest("hex") };
}
