/** Seconds of a `duration`. */
export function secondsOf(duration: string): number {
  return Number.parseFloat(duration);
}

/** Milliseconds of a `duration`. */
export function millisecondsOf(duration: string): number {
  return Math.round(secondsOf(duration) * 1000);
}

/** Seconds since 1970 of a `moment`. */
export function secondsAt(moment: string): number {
  return Math.floor(Date.parse(moment) / 1000);
}
