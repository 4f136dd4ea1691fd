import { faultsIn } from "../envoy/faults.ts";
import type { Agent, Place, Run } from "./agent/agent.ts";
import { ANSWER, missedIn } from "./script.ts";
import type { Happened } from "./stand.ts";

/** What became of an agent at a provider. */
export type Outcome = Works | { works: false; why: string } | { skipped: string };

export interface Works {
  works: true;
  /** Fields of its requests that the gateway left out. */
  dropped: readonly string[];
  /** Fields that it said in another way. */
  approximated: readonly string[];
  /** The agent asked again, and otherwise, after it was refused this. */
  afterRefusal?: string;
}

export function outcomeOf(agent: Agent, place: Place, run: Run, happened: Happened): Outcome {
  const why = whyNot(agent, run, happened) ?? agent.check?.(place);
  if (why !== undefined) return { works: false, why };
  const { answered } = happened;
  const all = (which: "dropped" | "approximated") =>
    [...new Set(answered.filter(({ status }) => status === 200).flatMap((one) => one[which]))].sort();
  const refused = answered.find(({ status }) => status >= 400);
  return {
    works: true,
    dropped: all("dropped"),
    approximated: all("approximated"),
    ...(refused && { afterRefusal: `${refused.status} for ${refused.path}` }),
  };
}

export function outcomeInWords(outcome: Outcome): string {
  if ("skipped" in outcome) return `skipped: ${outcome.skipped}`;
  if (!outcome.works) return `does not: ${outcome.why}`;
  const { dropped, approximated, afterRefusal } = outcome;
  const list = (verb: string, fields: readonly string[]) =>
    fields.length === 0 ? [] : [`${verb} ${fields.map((field) => `\`${field}\``).join(", ")}`];
  const refusal = afterRefusal === undefined ? [] : [`after a refusal (${afterRefusal})`];
  return ["works", ...refusal, ...list("drops", dropped), ...list("approximates", approximated)].join("; ");
}

function whyNot(agent: Agent, { code, output }: Run, happened: Happened): string | undefined {
  const { received, stuck, answered, logs } = happened;
  if (faultsIn(logs).length > 0) return "the filter failed";
  const refused = received.find((one) => one.refused !== undefined)?.refused;
  if (refused !== undefined) return `the provider refuses: ${refused.message}`;
  if (stuck[0] !== undefined) return stuck[0];
  if (code !== 0 || !output.includes(ANSWER)) {
    const error = answered.find(({ status }) => status >= 400);
    const said = output.trim().split("\n").at(-1)?.slice(0, 400);
    return `${error === undefined ? "" : `${error.status} for ${error.path}; `}exit ${code}: ${said}`;
  }
  const chats = received.flatMap(({ asked }) => asked ?? []);
  // The title of a session is no part of the work.
  const work = "calls" in agent.script ? chats.filter(({ tools }) => tools.length > 0) : chats;
  const missed = missedIn(work, agent.script);
  if (missed !== undefined) return missed;
  if (work.some(({ stream }) => !stream)) return "a request reaches the provider without stream";
  return undefined;
}
