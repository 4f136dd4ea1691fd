/** What must never stand in Envoy's log; a VM that ends itself while it is idle, to give its memory back, is none of it. */
export const FAULT = /trap|abort|Function: \w+ failed|unreachable/i;

export function withoutSheds(logs: string): string {
  const sheds = logs.match(/this worker's VM starts anew/g)?.length ?? 0;
  let left = sheds;
  return logs.replaceAll(/^.*Function: proxy_on_done failed: Uncaught RuntimeError: unreachable.*$/gm, (line) =>
    left-- > 0 ? "" : line,
  );
}
