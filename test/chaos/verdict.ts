import type { Result } from "./result.ts";

/** What speaks against a result; nothing: it is as it has to be. */
export function problemsOf({
  scenario,
  skipped,
  stopped,
  callers,
  requests,
  cut,
  failed,
  retried,
  failures,
}: Result): string[] {
  if (skipped !== undefined) return [];
  const { excuse, proof } = scenario;
  const mayFail = (excuse?.failed ?? 0) * callers;
  return [
    ...(stopped !== undefined ? [`it did not come to its end: ${stopped}`] : []),
    ...(requests === 0 ? ["no request was made"] : []),
    ...(failed > mayFail
      ? [`${failed} requests failed, of which ${mayFail} may:\n    ${failures.join("\n    ")}`]
      : []),
    ...(cut > 0 && !excuse?.cut ? [`${cut} streams were cut short`] : []),
    ...(proof !== undefined && { retried, cut }[proof] === 0
      ? [`nothing was ${proof}: the outage met no request`]
      : []),
  ];
}
