/** Each call with its tool's result, both in the order of the calls. */
export function toolResults<Call>(calls: readonly Call[], results: readonly string[]): [Call, string][] {
  return calls.map((call, index) => [call, results[index] ?? ""]);
}
