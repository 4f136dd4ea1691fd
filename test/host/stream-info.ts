import type { Metadata } from "./metadata.ts";

/** The host that the load balancer chose for the attempt under way. */
export interface UpstreamHost {
  readonly target: string;
  readonly address: string;
  readonly filterMetadata: Record<string, Record<string, string>>;
}

/** What of a request is no part of its head. */
export interface Surroundings {
  readonly peer?: string | undefined;
  readonly metadata?: Readonly<Record<string, Metadata>> | undefined;
}

/** Envoy's `StreamInfo`: one for a request and all its attempts, and it does not live in the VM. */
export class StreamInfo {
  /** What `proxy_set_property` wrote, by name. */
  readonly filterState = new Map<string, Uint8Array>();
  readonly connectionId: number;
  readonly sourceAddress: string;
  readonly surroundings: Surroundings;
  code: number | undefined;
  codeDetails: string | undefined;
  /** Response flags, of which only UT (4) is acted out: the attempt ran out of time. */
  flags = 0;
  attemptCount = 0;
  upstreamHost: UpstreamHost | undefined;

  constructor(connectionId: number, sourceAddress: string, surroundings: Surroundings = {}) {
    this.surroundings = surroundings;
    this.connectionId = connectionId;
    this.sourceAddress = sourceAddress;
  }
}
