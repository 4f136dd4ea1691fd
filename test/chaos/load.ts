import { setTimeout } from "node:timers/promises";
import { Agent, request } from "undici";
import { DIALECTS, type Dialect } from "../../contract/dialect.ts";
import { CONVERSATION, WIRE } from "../fixtures/wire/index.ts";
import { type Got, type Outcome, outcomeOf } from "./outcome.ts";

/** One request, as its caller saw it. Times in milliseconds since the process began. */
export interface Asked {
  outcome: Outcome;
  begun: number;
  ended: number;
}

/** A steady stream of requests: so many callers, each with one request at a time. */
export interface Load {
  /** How many requests are under way at any time. */
  callers: number;
  asked: readonly Asked[];
  /** What was wrong with the first that failed. */
  failures: readonly string[];
  /** Sends callers elsewhere from their next request on, as a load balancer does. */
  sendTo(url: string): void;
  stop(): Promise<void>;
}

export interface LoadOptions {
  url: string;
  model: string;
  headers?: Readonly<Record<string, string>>;
  /** Each dialect's whole and streamed requests take turns among them. */
  callers: number;
  /** Between an answer and the caller's next request. */
  pauseMs: number;
}

/** No caller waits longer: a request that hangs is a failure. */
const PATIENCE_MS = 20_000;

const SHOWN = 5;

const KINDS = DIALECTS.flatMap((dialect) => [true, false].map((stream) => ({ dialect, stream })));

/** Callers keep their connections, as clients' libraries do. */
export function startLoad({ url, model, headers = {}, callers, pauseMs }: LoadOptions): Load {
  const agent = new Agent();
  const asked: Asked[] = [];
  const failures: string[] = [];
  let over = false;
  let target = url;
  const call = async ({ dialect, stream }: (typeof KINDS)[number]) => {
    const body = JSON.stringify(WIRE[dialect].request({ ...CONVERSATION, model, stream }));
    while (!over) {
      const begun = performance.now();
      const got = await ask(agent, target, dialect, body, headers);
      const outcome = outcomeOf(dialect, stream, got);
      asked.push({ outcome, begun, ended: performance.now() });
      if (outcome === "failed" && failures.length < SHOWN) {
        const broke = got.brokeOff ? ", broke off" : "";
        failures.push(`${dialect}${stream ? " stream" : ""}: ${got.status}${broke}: ${got.text.slice(-300)}`);
      }
      await setTimeout(pauseMs);
    }
  };
  const all = Array.from({ length: callers }, (_, index) => call(KINDS[index % KINDS.length] ?? KINDS[0]!));
  return {
    callers,
    asked,
    failures,
    sendTo: (elsewhere) => {
      target = elsewhere;
    },
    stop: async () => {
      over = true;
      await Promise.all(all);
      await agent.destroy();
    },
  };
}

async function ask(
  dispatcher: Agent,
  url: string,
  dialect: Dialect,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<Got> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  let status = 0;
  let text = "";
  try {
    const sent = { "content-type": "application/json", ...headers };
    const response = await request(url + WIRE[dialect].path, {
      method: "POST",
      dispatcher,
      headers: sent,
      body,
      signal,
    });
    status = response.statusCode;
    response.body.setEncoding("utf8");
    for await (const chunk of response.body) text += chunk;
    return { status, text, brokeOff: false };
  } catch (error) {
    return { status, text: `${text}${status === 0 ? error : ""}`, brokeOff: true };
  }
}
