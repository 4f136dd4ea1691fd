import type { Store } from "../../../control-plane/store/store.ts";

/** A kind of store, as the suite sees it. */
export interface Bench {
  /** An empty place for one test. */
  fresh(): Promise<Place>;
}

export interface Place {
  /** Opens it, the second time as another control plane would. */
  open(now?: () => number): Promise<Store>;
  /** Closes all that were opened, and removes it. */
  end(): Promise<void>;
}

/** What a test stands on, made anew for each. */
export interface Stage {
  place: Place;
  store: Store;
  /** What time it is for the store, in milliseconds since 1970. */
  clock: number;
}
