import type { Asked } from "../load.ts";

/** When a target was out, as it was in truth and not as it was planned: milliseconds since the process began. */
export interface Out {
  target: number;
  from: number;
  to: number;
}

export interface Availability {
  requests: number;
  /** Of each target: the share of requests that came when it was well. */
  targets: number[];
  /** Of the requests during which some target was well throughout, whole answers and streams cut after content. */
  gateway: number;
  /** Those requests. */
  servable: number;
  failed: number;
  /** Streams that ended, after content, with an error event: past the commit point nobody else can go on. */
  cut: number;
  /** Requests that no target was well for; and how many of them were answered all the same. */
  hopeless: number;
  hopelessAnswered: number;
}

export function availabilityOf(asked: readonly Asked[], outs: readonly Out[], targets: number): Availability {
  const all = Array.from({ length: targets }, (_, target) => outs.filter((out) => out.target === target));
  const isOut = (own: readonly Out[], from: number, to: number) => own.some((out) => out.from < to && out.to > from);
  const isServable = ({ begun, ended }: Asked) => all.some((own) => !isOut(own, begun, ended));
  const servable = asked.filter(isServable);
  const hopeless = asked.filter((one) => !isServable(one));
  const count = (of: readonly Asked[], outcome: Asked["outcome"]) => of.filter((one) => one.outcome === outcome).length;
  const failed = count(servable, "failed");
  return {
    requests: asked.length,
    targets: all.map((own) => asked.filter(({ begun }) => !isOut(own, begun, begun + 1)).length / asked.length),
    gateway: 1 - failed / servable.length,
    servable: servable.length,
    failed,
    cut: count(asked, "cut"),
    hopeless: hopeless.length,
    hopelessAnswered: count(hopeless, "answered"),
  };
}
