import type { Result } from "../../chaos/result.ts";
import { problemsOf } from "../../chaos/verdict.ts";
import type { AddedTime, Latency } from "./added-time.ts";
import type { EjectedCpu } from "./ejected-cpu.ts";
import type { EjectionTime } from "./ejection-time.ts";

export interface Figures {
  /** Where, and with what. */
  machine: string;
  addedTime: AddedTime;
  ejectedCpu: EjectedCpu;
  ejectionTime: readonly EjectionTime[];
  lost: readonly Result[];
}

/** The figures as docs/failover-figures.md has them. */
export function page({ machine, addedTime, ejectedCpu, ejectionTime, lost }: Figures): string {
  return `# What a failover costs

Written by \`npm run bench:failover -- --write\`. Providers, load and Envoy share one machine and loopback: no network, no TLS.

\`\`\`
${machine}
\`\`\`

## The time that it adds

The promise: less than 50 ms. Ejection is off, so that every request of these fails over, from the first target to the
second. "Plain" is Envoy's own retry without our filter: an aggregate cluster, \`retry_priority\`, the same back-off. ${addedTime.latency.plain.healthy.requests}
requests a cell, one at a time on one connection, slices of 25 that take turns between all six. Milliseconds, as the
caller sees them; "added" is over the healthy median of the same side.

${addedTable(addedTime)}

## CPU with the failed target ejected

The promise: within 1.1 of the healthy case. One worker, 8 connections of wrk, slices of a second that take turns; all of
the Envoy process' CPU. The failed target is ejected throughout: ${ejectedCpu.retried} attempts were retried meanwhile.

${cpuTable(ejectedCpu)}

## From failure to ejection, from recovery to traffic

The rendered configuration: ejected after three failures in a row, for 5 s the first time. Two workers; of each target, 16 callers on 16
connections. Ejection is measured up to the last request that reached the target, in any worker. Traffic comes back when
the time of ejection is over; the target had recovered ${range(ejectionTime.map(({ outFor, toTraffic }) => outFor - toTraffic))} after its ejection.

${ejectionTable(ejectionTime)}

## Requests lost while the gateway itself changes

Three targets, all well, ${lost[0]?.callers ?? 0} callers: whole and streamed, in every dialect, answers of about 60 ms. "Lost": no answer, an
error, or a stream that broke off.

${lostTable(lost)}

## Not measured

Real providers and networks, TLS to them, HTTP/2, DNS, a failover to a third target, failures found inside a stream (they
take as long as the provider took to tell), many workers. Latencies hold waits for a core where the machine has few.
`;
}

function addedTable({ latency, added }: AddedTime): string {
  const cell = ({ median, p99 }: Omit<Latency, "requests">) => `${ms(median)} / ${ms(p99)}`;
  const row = (what: string, name: "refused" | "error") => [
    what,
    cell(latency.plain[name]),
    cell(latency.gateway[name]),
    cell(added.plain[name]),
    cell(added.gateway[name]),
    (latency.gateway[name].median / latency.plain[name].median).toFixed(2),
  ];
  const healthy = ["well", cell(latency.plain.healthy), cell(latency.gateway.healthy), "", ""];
  const ratio = (latency.gateway.healthy.median / latency.plain.healthy.median).toFixed(2);
  return table(
    ["first target", "plain, median / p99", "gateway", "added, plain", "added, gateway", "gateway / plain, median"],
    [[...healthy, ratio], row("connection refused", "refused"), row("answers 500", "error")],
  );
}

function cpuTable({ cpu, ratio }: EjectedCpu): string {
  const row = (what: string, name: "refused" | "error") => {
    const { median, min, max } = ratio[name];
    return [what, cpu[name].toFixed(1), `${median.toFixed(2)} (${min.toFixed(2)} – ${max.toFixed(2)})`];
  };
  return table(
    ["first target", "CPU µs per request", "to the healthy case (least – most)"],
    [
      ["well", cpu.healthy.toFixed(1), ""],
      row("refuses connections, ejected", "refused"),
      row("answers 500, ejected", "error"),
    ],
  );
}

function ejectionTable(times: readonly EjectionTime[]): string {
  const rows = [...new Set(times.map(({ failure }) => failure))].map((failure) => {
    const own = times.filter((one) => one.failure === failure);
    return [
      failure,
      `${own.length}`,
      range(own.map(({ toEjection }) => toEjection)),
      own.map(({ reached }) => reached).join(", "),
      range(own.map(({ outFor }) => outFor)),
      range(own.map(({ toTraffic }) => toTraffic)),
    ];
  });
  return table(
    ["the target", "times", "first failure to ejection", "requests that reached it", "out for", "recovery to traffic"],
    rows,
  );
}

function lostTable(lost: readonly Result[]): string {
  const rows = lost.map((result) => {
    const { scenario, requests, seconds, cut, failed } = result;
    const why = problemsOf(result).join("; ").replaceAll("\n", " ") || (cut + failed > 0 ? scenario.excuse?.why : "");
    return [scenario.does, `${requests} (${(requests / seconds).toFixed(0)} a second)`, `${cut + failed}`, why ?? ""];
  });
  return table(["what is done", "requests", "lost", ""], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function ms(milliseconds: number): string {
  return milliseconds.toFixed(2);
}

function range(milliseconds: readonly number[]): string {
  const text = (value: number) => (value < 1000 ? `${value.toFixed(0)} ms` : `${(value / 1000).toFixed(1)} s`);
  return `${text(Math.min(...milliseconds))} to ${text(Math.max(...milliseconds))}`;
}
