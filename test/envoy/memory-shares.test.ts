import { type ClientRequest, type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Provider, startProvider } from "../fixtures/provider/index.ts";
import { chatOnEveryWorker } from "./every-worker.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { everyDialect } from "./providers.ts";

/** What one caller holds of a worker's memory is bounded: see plugin/policy/memory. */
const MIB = 1024 * 1024;
const ENVIRONMENT = { GREEDY: "key-of-the-greedy", OTHER: "key-of-another" };

let provider: Provider;
let gateway: Gateway;

beforeAll(async () => {
  provider = await startProvider();
  gateway = await startGateway(
    {
      providers: everyDialect(provider),
      models: { m: { targets: [{ provider: "openai" }] } },
      keys: [
        { id: "greedy", secret: "env:GREEDY", allow: ["*"] },
        { id: "other", secret: "env:OTHER", allow: ["*"] },
      ],
    },
    { environment: ENVIRONMENT },
  );
});

afterAll(async () => {
  await gateway?.stop();
  await provider?.close();
});

/** Uploads that do not end: 320 MiB, where a key may hold a third of 384 MiB in each of two workers. */
const UPLOADS = 8;
const PIECE = Buffer.alloc(40 * MIB, "x");

function upload(): { call: ClientRequest; refused: Promise<IncomingMessage> } {
  const headers = { authorization: `Bearer ${ENVIRONMENT.GREEDY}`, "content-length": PIECE.length + 1 };
  const call = request(`${gateway.url}/v1/chat/completions`, { method: "POST", agent: false, headers });
  call.on("error", () => {});
  call.write(PIECE);
  return { call, refused: new Promise((resolve) => call.once("response", resolve)) };
}

test("a key that holds its part of the memory is told to come again, and another key is served", async () => {
  const uploads = Array.from({ length: UPLOADS }, upload);
  const refused = await Promise.race(uploads.map((one) => one.refused));
  expect(refused.statusCode).toBe(503);
  expect(refused.headers["retry-after"]).toBe("1");
  expect(JSON.parse(await text(refused)).error.message).toContain("holds as much of your requests as it can");
  const body = { model: "m", messages: [{ role: "user", content: "Hi" }] };
  const replies = await chatOnEveryWorker(gateway, "openai", body, { authorization: `Bearer ${ENVIRONMENT.OTHER}` });
  expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 200));
  for (const { call } of uploads) call.destroy();
});

test("a request that could never fit is refused by its head", async () => {
  const headers = { authorization: `Bearer ${ENVIRONMENT.GREEDY}`, "content-length": 500 * MIB };
  const call = request(`${gateway.url}/v1/messages`, { method: "POST", agent: false, headers });
  call.on("error", () => {});
  call.flushHeaders();
  const refused = await new Promise<IncomingMessage>((resolve) => call.once("response", resolve));
  expect(refused.statusCode).toBe(413);
  expect(JSON.parse(await text(refused)).error.type).toBe("request_too_large");
  call.destroy();
});
