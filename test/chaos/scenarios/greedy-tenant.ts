import { readFileSync } from "node:fs";
import { request } from "node:http";
import { pipeline } from "node:stream/promises";
import { setTimeout } from "node:timers/promises";
import { faultsIn } from "../../envoy/faults.ts";
import { until } from "../../envoy/until.ts";
import { breaksAfterContent } from "../../fixtures/provider/index.ts";
import type { Scenario, Setting, Stage } from "../scenario.ts";
import { WELL } from "../scripted-target.ts";

const MIB = 1024 * 1024;
const OWN = { id: "own", variable: "OWN_KEY", secret: "key-of-a-tenant-that-goes-about-its-work" };
const GREEDY = { id: "greedy", variable: "GREEDY_KEY", secret: "key-of-a-tenant-that-takes-what-it-can" };

/** What Envoy may hold more than before, a minute after the last of it was sent: two workers, each with what it may keep. */
const KEPT_MIB = 512;
const GIVEN_BACK_MS = 60_000;

const bearer = ({ secret }: { secret: string }) => ({ authorization: `Bearer ${secret}` });

const twoTenants = async (): Promise<Setting> => ({
  config: {
    tenants: { own: {}, greedy: {} },
    keys: [OWN, GREEDY].map(({ id, variable }) => ({ id, tenant: id, secret: `env:${variable}`, allow: ["*"] })),
  },
  options: { environment: { [OWN.variable]: OWN.secret, [GREEDY.variable]: GREEDY.secret } },
  headers: bearer(OWN),
});

interface Body {
  pieces: readonly Buffer[];
  size: number;
}

function cut(body: unknown): Body {
  const bytes = Buffer.from(JSON.stringify(body));
  const count = Math.ceil(bytes.length / MIB);
  const pieces = Array.from({ length: count }, (_, index) => bytes.subarray(index * MIB, (index + 1) * MIB));
  return { pieces, size: bytes.length };
}

const says = (content: string) => ({ role: "user", content });
const LARGE = cut({ model: "m", messages: [says("x".repeat(47 * MIB))] });
const MANY = cut({ model: "m", messages: Array.from({ length: 399_000 }, () => says("x")) });
const UNENDED: Body = { pieces: LARGE.pieces.slice(0, 8), size: LARGE.size };
const IDLE = cut({ model: "m", stream: true, messages: [says("idle")] });

/** Sends a body in pieces, until it is answered; one that is not whole is left. The status; 0: the connection broke. */
function send({ gateway }: Stage, { pieces, size }: Body, pauseMs = 0): Promise<number> {
  return new Promise((resolve) => {
    let status = 0;
    const over = () => resolve(status);
    const headers = { ...bearer(GREEDY), "content-type": "application/json", "content-length": size };
    const call = request(`${gateway.url}/v1/chat/completions`, { method: "POST", agent: false, headers }, (answer) => {
      status = answer.statusCode ?? 0;
      answer.on("close", over).on("error", over).resume();
    });
    call.on("error", over).on("close", over);
    async function* body() {
      for (const piece of pieces) {
        if (status !== 0) return;
        yield piece;
        if (pauseMs > 0) await setTimeout(pauseMs);
      }
      if (pieces.reduce((sum, piece) => sum + piece.length, 0) < size) throw new Error("left");
    }
    pipeline(body(), call).catch(over);
  });
}

const atOnce = (count: number, one: () => Promise<number>) => Promise.all(Array.from({ length: count }, one));

/** A 504 is a target's, which had to read such a body in two seconds. Anything else would be a body that cost others something, or was lost without a word. */
function demandAnswers(statuses: readonly number[]): void {
  const odd = statuses.filter((status) => ![200, 413, 503, 504].includes(status));
  if (odd.length > 0) throw new Error(`the greedy tenant got ${odd.join(", ")}`);
}

function residentMib(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
}

const greedy = (name: string, does: string, attack: (stage: Stage) => Promise<void>): Scenario => ({
  name,
  does: `one tenant sends ${does}`,
  prepare: twoTenants,
  async act(stage) {
    const { gateway, goOn } = stage;
    const resident = () => residentMib(gateway.envoy.pid);
    const before = resident();
    await attack(stage);
    await goOn();
    await until("Envoy gives the memory back", () => resident() < before + KEPT_MIB, GIVEN_BACK_MS);
    const [fault] = faultsIn(gateway.logs());
    if (fault !== undefined) throw new Error(fault);
  },
});

export const GREEDY_TENANT: readonly Scenario[] = [
  greedy("large-bodies", "50 bodies of 47 MiB at once", async (stage) =>
    demandAnswers(await atOnce(50, () => send(stage, LARGE))),
  ),
  greedy("many-messages", "20 bodies of 399,000 messages at once", async (stage) =>
    demandAnswers(await atOnce(20, () => send(stage, MANY))),
  ),
  greedy("slow-bodies", "200 bodies of 47 MiB slowly, and ends none", async (stage) => {
    await atOnce(200, () => send(stage, UNENDED, 500));
  }),
  greedy("idle-streams", "3,000 requests whose streams say one word and no more", async (stage) => {
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    for (const target of stage.targets) {
      target.behave((call) =>
        (JSON.stringify(call.received.body).includes("idle") ? breaksAfterContent("ends", released) : WELL)(call),
      );
    }
    const arrived = () => stage.targets.reduce((sum, { arrivals }) => sum + arrivals.length, 0);
    const before = arrived();
    const streams = atOnce(3000, () => send(stage, IDLE));
    await until("all are there", () => arrived() - before >= 3000, GIVEN_BACK_MS);
    await stage.goOn();
    release();
    demandAnswers(await streams);
  }),
];
