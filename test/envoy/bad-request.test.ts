import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DIALECTS, type Dialect } from "../../contract/dialect.ts";
import { type Provider, startProvider } from "../fixtures/provider/index.ts";
import { bareFields, WIRE } from "../fixtures/wire/index.ts";
import { ask, chat } from "./ask.ts";
import { expectFailure } from "./expect-failure.ts";
import { faultsIn } from "./faults.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { everyDialect } from "./providers.ts";

/** Requests that no provider should ever see. */
let provider: Provider;
let gateway: Gateway;

beforeAll(async () => {
  provider = await startProvider();
  gateway = await startGateway({
    providers: everyDialect(provider),
    models: Object.fromEntries(DIALECTS.map((dialect) => [`m-${dialect}`, { targets: [{ provider: dialect }] }])),
  });
});

afterAll(async () => {
  await gateway?.stop();
  await provider?.close();
});

const OTHER: Readonly<Record<Dialect, Dialect>> = {
  openai: "anthropic",
  responses: "openai",
  anthropic: "ollama",
  ollama: "responses",
};

/** What a body is put together from. */
interface Material {
  /** The name of a model of the client's own dialect, and of one of another. */
  same: string;
  other: string;
  /** The other fields of a good request. */
  rest: string;
  /** The field of the conversation. */
  turns: string;
}

interface Case {
  what: string;
  body: (material: Material) => string;
  status?: number;
  /** `turns` stands for the field of the conversation. */
  says: RegExp;
}

const CASES: Case[] = [
  { what: "no JSON", body: () => "hello", says: /JSON/ },
  { what: "white space", body: () => " \n ", says: /JSON/ },
  { what: "JSON cut short", body: ({ same, turns }) => `{"model":"${same}","${turns}":[{"role":"us`, says: /JSON/ },
  { what: "JSON cut short behind a backslash", body: ({ same }) => `{"model":"${same}","a":"\\`, says: /JSON/ },
  { what: "something behind the JSON", body: ({ same, rest }) => `{"model":"${same}",${rest}} x`, says: /JSON/ },
  {
    what: "100,000 brackets",
    body: ({ same }) => `{"model":"${same}","a":${"[".repeat(100_000)}`,
    says: /nested deeper than 256 levels/,
  },
  { what: "a list", body: () => "[]", says: /object/ },
  { what: "a string", body: () => '"model"', says: /object/ },
  { what: "null", body: () => "null", says: /object/ },
  { what: "a number", body: () => "42", says: /object/ },
  { what: "no model", body: ({ rest }) => `{${rest}}`, says: /^model\b/ },
  { what: "a model that is null", body: ({ rest }) => `{"model":null,${rest}}`, says: /^model\b/ },
  { what: "a model that is a number", body: ({ rest }) => `{"model":7,${rest}}`, says: /^model\b/ },
  { what: "a model without a name", body: ({ rest }) => `{"model":"",${rest}}`, says: /^model\b/ },
  { what: "an unknown model", body: ({ rest }) => `{"model":"nope",${rest}}`, status: 404, says: /'nope'/ },
  {
    what: "an unknown model whose name has to be escaped",
    body: ({ rest }) => `{"model":"a\\"b\\\\c\\n\\ud83c\\udc04",${rest}}`,
    status: 404,
    says: /'a"b\\c\n🀄'/,
  },
  {
    what: "a model given twice",
    body: ({ same, other, rest }) => `{"model":"${same}","model":"${other}",${rest}}`,
    says: /model.*twice/,
  },
  {
    what: "a model whose key is escaped",
    body: ({ same, other, rest }) => `{"model":"${same}","\\u006dodel":"${other}",${rest}}`,
    says: /escape/,
  },
  {
    what: "messages that are a number",
    body: ({ other, turns }) => `{"model":"${other}","${turns}":7}`,
    says: /^turns\b/,
  },
  {
    what: "a message that is a string",
    body: ({ other, turns }) => `{"model":"${other}","${turns}":["Hi"]}`,
    says: /^turns\[0\]/,
  },
  {
    what: "an unknown role",
    body: ({ other, turns }) => `{"model":"${other}","${turns}":[{"role":"boss","content":"Hi"}]}`,
    says: /^turns\[0\]\.role/,
  },
  {
    what: "content that is a number",
    body: ({ other, turns }) => `{"model":"${other}","${turns}":[{"role":"user","content":7}]}`,
    says: /^turns\[0\]\.content/,
  },
];

describe.each(DIALECTS)("a client of %s", (dialect) => {
  const { path, turns } = WIRE[dialect];
  const rest = bareFields(dialect);
  const models = { same: `m-${dialect}`, other: `m-${OTHER[dialect]}` };

  test.each(CASES)("sends $what", async ({ body, status = 400, says }) => {
    provider.requests.length = 0;
    const answer = await chat(gateway, dialect, body({ ...models, rest, turns }));
    expectFailure(dialect, answer, status, new RegExp(says.source.replace("turns", turns)));
    expect(provider.requests).toEqual([]);
  });

  test.each([
    { what: "an empty body", body: "" },
    { what: "no body", body: null },
  ])("sends $what", async ({ body }) => {
    const answer = await ask(gateway, path, { method: "POST", body });
    expectFailure(dialect, answer, 400, /body/);
  });

  test.each(["GET", "PUT", "DELETE", "PATCH"])("asks by %s", async (method) => {
    const body = method === "GET" ? null : `{"model":"${models.same}",${rest}}`;
    const answer = await ask(gateway, path, { method, body });
    expectFailure(dialect, answer, 405, /POST/);
    expect(answer.headers.get("allow")).toBe("POST");
  });

  test("goes away in the middle of its body", async () => {
    const head = `POST ${path} HTTP/1.1\r\nhost: gateway\r\ncontent-length: 1000\r\n\r\n`;
    const answer = await untilClosed(`${head}{"model":"${models.same}",`);
    // Whom nobody listens to needs no answer; if there is one, it is no good one.
    expect(answer).toMatch(/^(HTTP\/1\.1 400 |$)/);
  });

  test("is served as ever after all that", async () => {
    const answer = await chat(gateway, dialect, `{"model":"${models.other}",${rest}}`);
    expect(answer.status, answer.text).toBe(200);
    expect(faultsIn(gateway.logs())).toEqual([]);
  });
});

describe("a path that is none", () => {
  test.each<{ path: string; dialect: Dialect; headers?: Record<string, string> }>([
    { path: "/nothing", dialect: "openai" },
    { path: "/v1/nothing", dialect: "openai" },
    { path: "/v1/chat/completions/nothing", dialect: "openai" },
    { path: "/v1/messages/nothing", dialect: "anthropic" },
    { path: "/v1/nothing", dialect: "anthropic", headers: { "anthropic-version": "2023-06-01" } },
    { path: "/api/nothing", dialect: "ollama" },
  ])("$path of $dialect", async ({ path, dialect, headers = {} }) => {
    for (const method of ["GET", "POST"]) {
      const body = method === "GET" ? null : `{"model":"m-${dialect}",${bareFields(dialect)}}`;
      expectFailure(dialect, await ask(gateway, path, { method, headers, body }), 404, /endpoint/);
    }
  });

  test("a query is no part of it, and goes on to a provider of the same dialect", async () => {
    const body = `{"model":"m-openai",${bareFields("openai")}}`;
    const answer = await ask(gateway, "/v1/chat/completions?api-version=1", { method: "POST", body });
    expect(answer.status, answer.text).toBe(200);
    expect(provider.requests.at(-1)?.path).toBe("/v1/chat/completions?api-version=1");
  });
});

test.each<[string, Dialect]>([
  ["/v1/models", "openai"],
  ["/api/tags", "ollama"],
])("POST %s", async (path, dialect) => {
  const answer = await ask(gateway, path, { method: "POST", body: "{}" });
  expectFailure(dialect, answer, 405, /GET/);
  expect(answer.headers.get("allow")).toBe("GET, HEAD");
});

/** Sends the bytes and half-closes; all that came back before the gateway closed as well. */
function untilClosed(text: string): Promise<string> {
  const { hostname, port } = new URL(gateway.url);
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(Number(port), hostname, () => socket.end(text));
    socket.setTimeout(10_000, () => {
      socket.destroy();
      reject(new Error("the gateway keeps a connection whose client is gone"));
    });
    socket.setEncoding("utf8");
    socket.on("data", (chunk: string) => {
      answer += chunk;
    });
    socket.on("error", () => {});
    socket.on("close", () => resolve(answer));
  });
}
