/** An answer on its way to a client that is not to wait in silence. */
export abstract class QuietStream {
  /** Asked every half second: says something if nothing was said for too long. `now`: milliseconds since 1970. */
  abstract listen(now: i64): void;
}

/** Of this VM, by the attempt's stream. */
const streams = new Map<u32, QuietStream>();

export function keepFromSilence(id: u32, stream: QuietStream): void {
  streams.set(id, stream);
}

export function forgetSilence(id: u32): void {
  streams.delete(id);
}

/** Last in a callback of the root: what it calls of the host is about other streams. */
export function breakSilences(now: i64): void {
  if (streams.size == 0) return;
  const all = streams.values();
  for (let i = 0; i < all.length; i++) all[i].listen(now);
}
