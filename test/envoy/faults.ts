const FAULT = /trap|abort|Function: \w+ failed|unreachable/i;
const SHED = /this worker's VM starts anew/;
const ENDED = /Function: proxy_on_done failed: Uncaught RuntimeError: unreachable/;

/** The lines of Envoy's log that must never stand there. A VM that ends itself while it is idle, to give its memory back, is no fault. */
export function faultsIn(logs: string): string[] {
  const lines = logs.split("\n");
  let sheds = lines.filter((line) => SHED.test(line)).length;
  return lines.filter((line) => FAULT.test(line) && !(ENDED.test(line) && sheds-- > 0));
}
