import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Provider, startProvider } from "../fixtures/provider/index.ts";
import { CONVERSATION, parseStream, REPLY, textOf, WIRE } from "../fixtures/wire/index.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { everyDialect } from "./providers.ts";

/** Clients that still speak HTTP/1.0: no chunks, an answer ends with its connection, a host may be missing. */
let provider: Provider;
let gateway: Gateway;

beforeAll(async () => {
  provider = await startProvider();
  gateway = await startGateway({
    providers: everyDialect(provider),
    models: { m: { targets: [{ provider: "openai" }] }, other: { targets: [{ provider: "anthropic" }] } },
  });
});

afterAll(async () => {
  await gateway?.stop();
  await provider?.close();
});

/** All that came until the gateway closed. */
function say(lines: readonly string[], body = ""): Promise<[head: string, body: string]> {
  const { hostname, port } = new URL(gateway.url);
  const head = body === "" ? lines : [...lines, `content-length: ${Buffer.byteLength(body)}`];
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(Number(port), hostname, () => socket.write(`${head.join("\r\n")}\r\n\r\n${body}`));
    socket.setEncoding("utf8");
    socket.setTimeout(10_000, () => socket.destroy(new Error(`the gateway did not close:\n${answer}`)));
    socket.on("data", (piece: string) => {
      answer += piece;
    });
    socket.on("error", reject);
    socket.on("end", () => {
      const [first = "", ...rest] = answer.split("\r\n\r\n");
      resolve([first, rest.join("\r\n\r\n")]);
    });
  });
}

const chat = (model: string, stream: boolean) =>
  JSON.stringify(WIRE.openai.request({ ...CONVERSATION, model, stream }));
const POST = ["POST /v1/chat/completions HTTP/1.0", "content-type: application/json"];

test.each([
  ["with a host", ["host: gateway.test"]],
  ["without a host", []],
])("a list, %s", async (_, more) => {
  const [head, body] = await say(["GET /v1/models HTTP/1.0", ...more]);
  expect(head).toMatch(/^HTTP\/1\.\d 200 /);
  expect(JSON.parse(body)).toMatchObject({ object: "list" });
});

test.each(["m", "other"])("an answer of %s, whole", async (model) => {
  const [head, body] = await say(POST, chat(model, false));
  expect(head).toMatch(/^HTTP\/1\.\d 200 /);
  expect(head).not.toMatch(/transfer-encoding/i);
  expect(JSON.parse(body)).toMatchObject({ object: "chat.completion" });
});

test.each(["m", "other"])("an answer of %s, as a stream", async (model) => {
  const [head, body] = await say(POST, chat(model, true));
  expect(head).toMatch(/^HTTP\/1\.\d 200 /);
  expect(head).not.toMatch(/transfer-encoding/i);
  const events = parseStream("openai", body);
  expect(events.at(-1)?.data).toBe("[DONE]");
  const pieces = events.map(
    ({ data }) => (data as { choices?: { delta: { content?: string } }[] }).choices?.[0]?.delta,
  );
  expect(pieces.map((delta) => delta?.content ?? "").join("")).toBe(textOf(REPLY));
});

test("an error, in words", async () => {
  const [head, body] = await say(["GET /v1/nothing HTTP/1.0"]);
  expect(head).toMatch(/^HTTP\/1\.\d 404 /);
  expect(JSON.parse(body)).toMatchObject({ error: { message: expect.stringMatching(/no such endpoint/) } });
});
