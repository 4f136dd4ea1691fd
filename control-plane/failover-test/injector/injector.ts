import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Dialect } from "../../../contract/dialect.ts";
import { DEMO_DIALECTS } from "../../demo-provider/demo-provider.ts";
import type { DemoDialect } from "../../demo-provider/messages.ts";
import { listen } from "../../network/listen.ts";
import { type Case, failingTargets, type WalkedTarget } from "../case/case.ts";
import { misbehave } from "./misbehave.ts";

/** One request as it came. */
export interface Met {
  /** The target's place in the model, from 0. */
  target: number;
  /** The id of the provider key that was shown; absent: none. */
  key?: string;
  answered: boolean;
}

/** Stands in the place of every provider, on a free port of loopback. */
interface Injector {
  url: string;
  /** What came for a case, in order. */
  metBy(one: Case): readonly Met[];
  /** The caller of a case has the first content. */
  arrived(one: Case): void;
  close(): Promise<void>;
}

export async function startInjector(cases: readonly Case[]): Promise<Injector> {
  const scenes = new Map(cases.map((one) => [one.id, new Scene(one)]));
  const server = createServer((request, response) => {
    serve(request, response, scenes).catch(() => response.destroy());
  });
  // No request meets a connection that is closed for its age.
  server.keepAliveTimeout = 3_600_000;
  await listen(server, { host: "127.0.0.1", port: 0 }, "failover-test");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    metBy: ({ id }) => scenes.get(id)?.met ?? [],
    arrived: ({ id }) => scenes.get(id)?.contentArrived(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** One case as the injector plays it. */
class Scene {
  readonly met: Met[] = [];
  readonly arrival: Promise<void>;
  contentArrived: () => void = () => {};
  readonly #providers: readonly string[];
  readonly #failing: ReadonlySet<number>;
  /** The provider key that the fault is of. */
  #badKey: string | undefined;

  readonly one: Case;

  constructor(one: Case) {
    this.one = one;
    this.arrival = new Promise((resolve) => {
      this.contentArrived = resolve;
    });
    this.#providers = [...new Set(one.model.targets.map(({ provider }) => provider))];
    this.#failing = failingTargets(one);
  }

  /** @param nth the provider's place among those of the model, from the path */
  targetAt(nth: number, upstream: unknown): WalkedTarget | undefined {
    const provider = this.#providers[nth];
    return this.one.model.targets.find((target) => target.provider === provider && target.upstream === upstream);
  }

  /** Notes the request; true: it is answered well. */
  enter(target: WalkedTarget, key: string | undefined): boolean {
    this.#badKey ??= key;
    const isBadKey = this.one.keys === "every" || this.#badKey === key;
    const answered = !(this.#failing.has(target.index) && isBadKey);
    this.met.push({ target: target.index, answered, ...(key !== undefined && { key }) });
    return answered;
  }
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  scenes: ReadonlyMap<string, Scene>,
): Promise<void> {
  const body = await bodyOf(request);
  const [, id = "", nth = "", path = ""] = /^\/([^/]+)\/(\d+)(\/.*)$/.exec(request.url ?? "") ?? [];
  const scene = scenes.get(id);
  const [name, dialect] = Object.entries(DEMO_DIALECTS).find(([, each]) => path.endsWith(pathIn(each))) ?? [];
  const target = scene?.targetAt(Number(nth), body.model);
  if (scene === undefined || dialect === undefined || target === undefined) {
    response.writeHead(404, { "content-type": "text/plain" }).end(`the failover test has no ${request.url}`);
    return;
  }
  const good = dialect.reply(body);
  if (!scene.enter(target, keyOf(request))) {
    return misbehave(response, scene.one.fault.act, name as Dialect, good, scene.arrival);
  }
  if (good.kind === "json") {
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(good.body));
  } else {
    response.writeHead(200, { "content-type": good.contentType }).end(good.events.join(""));
  }
}

/** What stands behind a face's own path. */
function pathIn({ path }: DemoDialect): string {
  return path.replace("/v1", "");
}

/** Placeholders are `<provider>/<key's id>`. */
function keyOf({ headers }: IncomingMessage): string | undefined {
  const shown = headers.authorization?.replace(/^Bearer /, "") ?? headers["x-api-key"] ?? headers["api-key"];
  return typeof shown === "string" ? shown.slice(shown.indexOf("/") + 1) : undefined;
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString("utf8")) as Record<string, unknown>;
}
