import { brotliCompressSync, constants, deflateSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { DIALECTS, type Dialect } from "../../contract/dialect.ts";
import { type Provider, startProvider } from "../fixtures/provider/index.ts";
import { conversationFor, WIRE } from "../fixtures/wire/index.ts";
import { type Answer, ask, eventsOf } from "./ask.ts";
import { expectFailure } from "./expect-failure.ts";
import { faultsIn } from "./faults.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { everyDialect } from "./providers.ts";
import { stat } from "./stat.ts";
import { zstdBelowTheBound, zstdOf, zstdRuns } from "./zstd.ts";

/** Bodies that clients compress: read, or refused in words; and one caller's bomb is no one else's. */
let provider: Provider;
let gateway: Gateway;

beforeAll(async () => {
  provider = await startProvider();
  gateway = await startGateway({
    providers: everyDialect(provider),
    models: Object.fromEntries(DIALECTS.map((name) => [`to-${name}`, { targets: [{ provider: name, model: "up" }] }])),
  });
});

afterAll(async () => {
  await gateway?.stop();
  await provider?.close();
});

beforeEach(() => {
  provider.requests.length = 0;
});

const CODINGS: [string, (body: string | Buffer) => Buffer][] = [
  ["gzip", gzipSync],
  ["GZip", gzipSync],
  ["br", brotliCompressSync],
  ["zstd", zstdOf],
];

function send(client: Dialect, coding: string, body: string | Buffer): Promise<Answer> {
  const headers = { "content-type": "application/json", "content-encoding": coding };
  return ask(gateway, WIRE[client].path, { method: "POST", headers, body: new Uint8Array(Buffer.from(body)) });
}

function requestTo(client: Dialect, provider: Dialect, stream = false): string {
  return JSON.stringify(WIRE[client].request({ ...conversationFor(...DIALECTS), model: `to-${provider}`, stream }));
}

describe.each(CODINGS)("a body in %s", (coding, encode) => {
  test.each(DIALECTS)("is read, of a client of %s", async (client) => {
    for (const to of DIALECTS) {
      const answer = await send(client, coding, encode(requestTo(client, to)));
      expect(answer.status, answer.text).toBe(200);
      const sent = provider.requests.at(-1);
      expect(sent).toMatchObject({ path: WIRE[to].path, model: "up" });
      expect(sent?.headers).not.toHaveProperty("content-encoding");
      expect(sent?.headers).not.toHaveProperty("transfer-encoding");
      expect(sent?.headers["content-length"]).toBe(String(sent?.bytes.length));
    }
  });

  test("is read with `no-transform`, and its answer may be a stream", async () => {
    const body = new Uint8Array(encode(requestTo("openai", "openai", true)));
    const headers = { "content-encoding": coding, "cache-control": "no-transform" };
    const answer = await ask(gateway, "/v1/chat/completions", { method: "POST", headers, body });
    expect(answer.status, answer.text).toBe(200);
    expect(eventsOf("openai", answer).at(-1)?.data).toBe("[DONE]");
  });

  test("that is in another coding, or broken off, is no JSON", async () => {
    const good = requestTo("openai", "openai");
    for (const body of [good, encode(good).subarray(0, 40)]) {
      const answer = await send("openai", coding, body);
      expectFailure("openai", answer, 400, /no JSON without its content-encoding/);
    }
    expect(provider.requests).toEqual([]);
  });
});

test("a body of some megabytes is read", async () => {
  const content = Array.from({ length: 100_000 }, (_, line) => `${line}: ${Math.sin(line)}`).join("\n");
  const body = JSON.stringify({ model: "to-openai", messages: [{ role: "user", content }] });
  for (const [coding, encode] of CODINGS) {
    expect((await send("openai", coding, encode(body))).status).toBe(200);
    expect(provider.requests.at(-1)?.body.messages).toEqual([{ role: "user", content }]);
  }
});

describe.each(DIALECTS)("to a client of %s", (client) => {
  const good = requestTo(client, "openai");

  test.each([
    "deflate",
    "gzip, br",
    "gzip, gzip",
    "identity, gzip",
    "x-gzip",
    "compress",
    "aws-chunked",
    "x".repeat(99),
  ])("%s is refused with what is taken instead", async (coding) => {
    const answer = await send(client, coding, deflateSync(good));
    const name = coding.length > 64 ? "of that name" : `'${coding}'`;
    expectFailure(client, answer, 415, new RegExp(`^content-encoding: ${name} is not taken: .* gzip, br, zstd$`));
    expect(answer.headers.get("accept-encoding")).toBe("gzip, br, zstd");
    expect(provider.requests).toEqual([]);
  });

  test("identity is no coding", async () => {
    expect((await send(client, "Identity", good)).status).toBe(200);
    expect(provider.requests.at(-1)?.headers).not.toHaveProperty("content-encoding");
  });

  test("a coding without a body is a body that is missing", async () => {
    const headers = { "content-encoding": "gzip" };
    const answer = await ask(gateway, WIRE[client].path, { method: "POST", headers });
    expectFailure(client, answer, 400, /no body/);
  });
});

test("a list may be asked for with a coding of nothing", async () => {
  expect((await ask(gateway, "/v1/models", { headers: { "content-encoding": "gzip" } })).status).toBe(200);
});

const MIB = 1024 * 1024;
const FAST = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };

describe("a body that becomes", () => {
  const bombs: [string, string, () => Buffer][] = [
    ["gzip", "100 MiB", () => gzipSync(Buffer.alloc(100 * MIB, " "))],
    ["br", "100 MiB", () => brotliCompressSync(Buffer.alloc(100 * MIB, " "), FAST)],
    ["zstd", "16 GiB", () => zstdRuns(128 * 1024, 128 * 1024)],
  ];

  test.each(bombs)("in %s %s is a 413, and others are served meanwhile", async (coding, _, bomb) => {
    const body = bomb();
    const bombing = Array.from({ length: 4 }, () => send("openai", coding, body));
    const others = await Promise.all(
      Array.from({ length: 8 }, () => send("openai", "identity", requestTo("openai", "openai"))),
    );
    expect(others.map(({ status }) => status)).toEqual(others.map(() => 200));
    for (const answer of await Promise.all(bombing)) {
      expectFailure("openai", answer, 413, /larger|more than 100 times/);
    }
  });

  test("1 GiB, no part of it 100 times as large as it was sent, is cut off at 48 MiB", async () => {
    const name = "http.headgate.decompressor.zstd.zstd.request.total_uncompressed_bytes";
    const before = Number(await stat(gateway, name));
    const body = zstdBelowTheBound(8 * 1024);
    expectFailure("openai", await send("openai", "zstd", body), 413, /larger/);
    expect(Number(await stat(gateway, name)) - before).toBeLessThan(64 * MIB);
    expect(provider.requests).toEqual([]);
  });

  test("more than 48 MiB, piece by piece, is a 413", async () => {
    const line = Array.from({ length: 1000 }, (_, at) => `${at}: ${Math.sin(at)} `).join("");
    const body = JSON.stringify({ model: "to-openai", messages: [{ role: "user", content: line.repeat(2500) }] });
    expect(body.length).toBeGreaterThan(48 * MIB);
    expectFailure("openai", await send("openai", "gzip", gzipSync(body)), 413, /larger|more than 100 times/);
    expect(provider.requests).toEqual([]);
  });
});

test.each(DIALECTS)("a byte order mark is passed over, from a client of %s", async (client) => {
  for (const to of DIALECTS) {
    const good = requestTo(client, to);
    const answer = await send(client, "identity", Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(good)]));
    expect(answer.status, answer.text).toBe(200);
    expect(provider.requests.at(-1)?.bytes.toString("latin1")[0]).toBe("{");
    const coded = await send(client, "gzip", gzipSync(`\ufeff${good}`));
    expect(coded.status, coded.text).toBe(200);
  }
});

test("none of it made the filter fail", () => {
  expect(faultsIn(gateway.logs())).toEqual([]);
});
