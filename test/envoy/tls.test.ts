import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { CONVERSATION, REPLY, textOf, WIRE } from "../fixtures/wire/index.ts";
import { chat, jsonOf } from "./ask.ts";
import { type Gateway, startGateway } from "./gateway.ts";

const TLS = fileURLToPath(new URL("../fixtures/tls/", import.meta.url));

let server: Server;
let gateway: Gateway;
/** The names that clients asked the server for. */
const names: unknown[] = [];

beforeAll(async () => {
  const cert = readFileSync(`${TLS}provider.pem`);
  server = createServer({ cert, key: readFileSync(`${TLS}provider.key.pem`) }, (request, response) => {
    names.push((request.socket as TLSSocket).servername);
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(WIRE.openai.response(REPLY)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const ca = `${TLS}authority.pem`;
  gateway = await startGateway({
    providers: {
      named: { dialect: "openai", url: `https://localhost:${port}/v1`, ca },
      // The same server under a name that its certificate does not carry.
      misnamed: { dialect: "openai", url: `https://127.0.0.1:${port}/v1`, ca },
      // The system's authorities know nothing of this one.
      unknown: { dialect: "openai", url: `https://localhost:${port}/v1` },
    },
    models: Object.fromEntries(
      ["named", "misnamed", "unknown"].map((provider) => [provider, { targets: [{ provider }] }]),
    ),
  });
});

afterAll(async () => {
  await gateway?.stop();
  await new Promise((resolve) => server.close(resolve));
});

const ask = (model: string) => chat(gateway, "openai", WIRE.openai.request({ ...CONVERSATION, model }));

it("asks the provider by its name and trusts its certificate", async () => {
  const answer = await ask("named");
  expect(answer.status).toBe(200);
  expect(jsonOf(answer)).toMatchObject({ choices: [{ message: { content: textOf(REPLY) } }] });
  expect(names).toEqual(["localhost"]);
});

it.each(["misnamed", "unknown"])("sends nothing to a server whose certificate is not right: %s", async (model) => {
  const before = names.length;
  const answer = await ask(model);
  expect(answer.status).toBe(502);
  expect(jsonOf(answer)).toMatchObject({ error: { type: "server_error" } });
  expect(names).toHaveLength(before);
});
