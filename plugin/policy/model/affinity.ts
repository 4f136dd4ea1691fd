/** By what of a request its conversation is known, so that it stays with one target. */
export enum Affinity {
  /** It is not: each request is drawn by itself. */
  None = 0,
  /** By what the request says. */
  Told = 1,
  /** By that, else by its first turns, which all turns of a conversation repeat. */
  FirstTurns = 2,
}

/** By `Affinity`, as the policy names them. This file is AssemblyScript and TypeScript at once. */
export const AFFINITIES: Array<string> = ["none", "told", "first_turns"];

/** Headers by which clients name a conversation or a session: Claude Code, Codex, opencode, pi and others; docs/routing.md. */
export const SESSION_HEADERS: Array<string> = [
  "x-claude-code-session-id",
  "session-id",
  "session_id",
  "x-session-id",
  "x-session-affinity",
  "x-opencode-session",
  "conversation_id",
  "conversation-id",
  "x-conversation-id",
];
