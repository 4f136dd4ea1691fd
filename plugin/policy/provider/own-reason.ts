/** Why a provider key is not used, by what each Envoy knows of it, without having met a failure. */
export enum OwnReason {
  /** It has used up what its own limits allow it. */
  Limit = 0,
  Expired = 1,
}

/** By `OwnReason`, as they are told. This file is AssemblyScript and TypeScript at once. */
export const OWN_REASONS: Array<string> = ["limit", "expired"];
