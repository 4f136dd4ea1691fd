import { once } from "node:events";
import { type AddressInfo, createServer, connect as dial, type Socket } from "node:net";
import { describe, type TestContext, test } from "vitest";
import { OperatorError } from "../../../control-plane/process/operator-error.ts";
import { StoreUnavailable } from "../../../control-plane/store/errors.ts";
import { openStore } from "../../../control-plane/store-place/open-store.ts";
import { RedisServer, redisIsMissing } from "./redis-server.ts";

/** Something that listens where Redis should. */
async function peer({ onTestFinished }: TestContext, onConnection: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    onConnection(socket);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `redis://127.0.0.1:${(server.address() as AddressInfo).port}/0`;
}

/** Whatever goes wrong behind its back would end a control plane. */
function uncaught({ onTestFinished }: TestContext): unknown[] {
  const caught: unknown[] = [];
  const note = (error: unknown) => void caught.push(error);
  process.on("uncaughtException", note);
  process.on("unhandledRejection", note);
  onTestFinished(() => {
    process.off("uncaughtException", note);
    process.off("unhandledRejection", note);
  });
  return caught;
}

const answers = (text: string) => (socket: Socket) => void socket.on("data", () => socket.write(text));

describe.concurrent("what listens where Redis should", () => {
  test.for<[name: string, onConnection: (socket: Socket) => void]>([
    ["says nothing", () => {}],
    ["hangs up", (socket) => socket.destroy()],
    ["hangs up when it is asked", (socket) => void socket.once("data", () => socket.destroy())],
    ["speaks HTTP", answers("HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n")],
    ["answers bytes of no protocol", answers("\u0000\u0001\u00ff\r\n\r\n".repeat(10))],
    ["ends in the middle of an answer", answers("$100\r\nhalf")],
    ["announces more than there can be", answers("$999999999999999\r\n")],
    ["announces a list without an end", answers("*999999999\r\n+a\r\n")],
    ["nests lists without an end", answers("*1\r\n".repeat(20_000))],
    ["answers what was not asked", answers("+OK\r\n:1\r\n$-1\r\n*0\r\n".repeat(50))],
    ["answers errors", answers("-ERR what do you want\r\n")],
  ])("and %s is no store: said in time, and nothing ends", async ([, onConnection], context) => {
    const { expect } = context;
    const caught = uncaught(context);
    const url = await peer(context, onConnection);
    const opened = await openStore(url).catch((error: unknown) => error);
    expect(opened).toBeInstanceOf(OperatorError);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(caught).toEqual([]);
  });
});

const missing = redisIsMissing();

/** A Redis behind something that can be told to misbehave from now on, for each connection that there is or will be. */
async function behindProxy(context: TestContext) {
  const server = await RedisServer.started();
  context.onTestFinished(() => server.remove());
  let misbehave: ((from: Buffer, to: Socket) => void) | undefined;
  const url = await peer(context, (socket) => {
    const redis = dial(server.port, "127.0.0.1");
    redis.on("error", () => socket.destroy());
    redis.on("close", () => socket.destroy());
    socket.on("close", () => redis.destroy());
    socket.pipe(redis);
    redis.on("data", (chunk) => (misbehave ? misbehave(chunk, socket) : socket.write(chunk)));
  });
  return {
    url,
    misbehave(how: typeof misbehave) {
      misbehave = how;
    },
  };
}

const change = (id: string) => ({
  puts: [{ kind: "tenant" as const, id, body: { name: id } }],
  audit: [{ actor: "a", action: "tenant.put", object: `tenant/${id}`, change: null }],
});

describe.skipIf(missing !== undefined).concurrent(missing ? `a Redis: SKIPPED: ${missing}` : "a Redis", () => {
  test.for<[name: string, how: (from: Buffer, to: Socket) => void]>([
    ["stops in the middle of its answers", (from, to) => void to.write(from.subarray(0, from.length >> 1))],
    ["answers noise", (_from, to) => void to.write("\u0000noise\r\n")],
    ["answers what was not asked", (_from, to) => void to.write(":1\r\n")],
    [
      "answers that it is full",
      (_from, to) => void to.write("-OOM command not allowed when used memory > 'maxmemory'.\r\n"),
    ],
    ["cuts each connection", (_from, to) => void to.destroy()],
  ])("that %s is given up in time, and used again when it is well", async ([, how], context) => {
    const { expect, onTestFinished } = context;
    const caught = uncaught(context);
    const { url, misbehave } = await behindProxy(context);
    const store = await openStore(url);
    onTestFinished(() => store.close());
    await store.commit(change("before"));
    misbehave(how);
    const asked = [
      store.get("tenant", "before"),
      store.contents(),
      store.commit(change("lost")),
      store.usage(),
      store.audit({ limit: 1 }),
      store.lease({ envoy: "e", scopes: [] }),
      store.coolDowns(),
    ];
    for (const outcome of await Promise.allSettled(asked)) {
      // Some answers to another question look like one to this.
      if (outcome.status === "rejected") expect(outcome.reason).toBeInstanceOf(StoreUnavailable);
    }
    misbehave(undefined);
    await expect
      .poll(() => store.get("tenant", "before").catch(() => undefined), { timeout: 20_000 })
      .toMatchObject({
        id: "before",
      });
    await store.commit(change("after"));
    expect(await store.get("tenant", "after")).toMatchObject({ revision: 1 });
    expect(caught).toEqual([]);
  });
});
