/**
 * Limits that all Envoys share. Each reports now and then what it has used of a limit in a window, and is told
 * up to where it may go by itself: its requests never wait for the store. All numbers are whole, up to 2^53
 * (requests, tokens, micro-dollars), and cumulative within the window.
 */
export interface LeaseRequest {
  /** One Envoy since one start of it: `used` counts from there, so that a restarted Envoy needs another name. */
  envoy: string;
  /** Milliseconds since 1970. Left out, the store's own clock: with Redis one for all control planes. */
  at?: number;
  scopes: readonly ScopeReport[];
}

export interface ScopeReport {
  /** What is limited: `key:k1|requests|minute`. */
  scope: string;
  /** Which one: `2026-11-21T10:05Z` (a minute), `2026-11-21` (a day), `2026-11` (a month). */
  window: string;
  /** Milliseconds since 1970. */
  windowEnds: number;
  limit: number;
  used: number;
  /**
   * The allowance that this Envoy goes by while it waits for the answer. Others get nothing of it before this
   * Envoy has reported again, for it may be spending it now. Left out, the allowance of the answer before.
   */
  holding?: number;
}

export interface GrantedLeases {
  /** In the order of the request. */
  scopes: Lease[];
}

export interface Lease {
  scope: string;
  window: string;
  /** How far `used` may go. Void `LEASE_MS` after the report was sent: then others are given what is left of it. */
  allowance: number;
  /** What all other Envoys have used. */
  others: number;
  /** How many Envoys are alive, this one included. */
  envoys: number;
}

/** An Envoy that has not reported for so long counts with what it has used only. */
export const LEASE_MS = 10_000;

export interface UsageRow {
  scope: string;
  window: string;
  windowEnds: number;
  /** As last reported. */
  limit: number;
  /** By all Envoys together. */
  used: number;
}
