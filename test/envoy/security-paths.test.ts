import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Provider, startProvider } from "../fixtures/provider/index.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { everyDialect } from "./providers.ts";
import { httpText, rawRequest } from "./raw-request.ts";

/** However a path is written: it is the endpoint and its allowlist, or it is none. */
let provider: Provider;
let gateway: Gateway;

beforeAll(async () => {
  provider = await startProvider();
  gateway = await startGateway(
    {
      providers: everyDialect(provider),
      models: { open: { targets: [{ provider: "openai" }] }, shut: { targets: [{ provider: "openai" }] } },
      keys: [{ id: "k", secret: "env:CLIENT", allow: ["open"] }],
    },
    { environment: { CLIENT: "hg-client" } },
  );
});

afterAll(async () => {
  await gateway?.stop();
  await provider?.close();
});

beforeEach(() => {
  provider.requests.length = 0;
});

const KEY = "authorization: Bearer hg-client";

function post(target: string, model: string, headers: string[] = [KEY]) {
  const body = `{"model":"${model}","messages":[{"role":"user","content":"Hi"}]}`;
  return rawRequest(gateway, httpText("POST", target, ["content-type: application/json", ...headers], body));
}

/** Ways to write the endpoint that mean it. */
const SAME = [
  "/v1/chat/completions",
  "//v1/chat/completions",
  "/v1//chat///completions",
  "/v1/./chat/completions",
  "/v1/x/../chat/completions",
  "/v1/%2e/chat/completions",
  "/v1/x/%2e%2e/chat/completions",
  "/v1/chat/completions?",
  "/v1/chat/completions?model=shut",
  "http://elsewhere.test/v1/chat/completions",
  "/v1/chat/completions/",
  "/v1/chat/completions//",
  "/v1/chat/completions/x/..",
  "/v1/v1/chat/completions",
  "/v1//v1/chat/completions",
  "/chat/completions",
  "/ollama/v1/chat/completions",
  "/openai/deployments/../chat/completions",
];

/** Ways that look like it, and mean nothing here. */
const OTHER = [
  "/V1/chat/completions",
  "/v1/Chat/Completions",
  "/v1/chat/completions;x",
  "/v1/chat/completions;/x",
  "/v1;x/chat/completions",
  "/v1/chat%2fcompletions",
  "/v1%2Fchat%2Fcompletions",
  "/%2fv1/chat/completions",
  "/v1/chat/%63ompletions%00",
  "/v1/chat/completions%20",
  "/v1/chat/completions%3fx",
  "/x/v1/chat/completions",
  "/v1/chat/completion",
  "/v1/chat/completions.json",
  "/v1/chat%5ccompletions",
];

describe.each(SAME)("%s", (target) => {
  test("is the endpoint, allowlist and all", async () => {
    const open = await post(target, "open");
    expect(open.status, open.body).toBe(200);
    expect(provider.requests.map(({ path, model }) => [path.split("?")[0], model])).toEqual([
      ["/v1/chat/completions", "open"],
    ]);
    provider.requests.length = 0;
    expect((await post(target, "shut")).status).toBe(403);
    expect((await post(target, "open", [])).status).toBe(401);
    expect(provider.requests).toEqual([]);
  });
});

describe.each(OTHER)("%s", (target) => {
  test("is no endpoint, whoever asks", async () => {
    for (const model of ["open", "shut"]) expect([400, 404]).toContain((await post(target, model)).status);
    expect(provider.requests).toEqual([]);
  });
});

/** Deployments of Azure's: the path names the model, whatever the body says. */
const DEPLOYMENT = (name: string) => `/openai/deployments/${name}/chat/completions?api-version=2024-10-21`;

test("a deployment that is open is served, whatever the body names", async () => {
  for (const model of ["open", "shut"]) {
    expect((await post(DEPLOYMENT("open"), model)).status).toBe(200);
    expect(provider.requests.at(-1)).toMatchObject({ path: "/v1/chat/completions", model: "open" });
  }
});

test.each([
  "shut",
  "sh%75t",
  "%73hut",
  "SHUT",
  "/shut",
  "open/../shut",
  "open%2f..%2fshut",
  "shut%00",
  "shut%22",
  "shut;open",
])("a deployment as %s is shut", async (name) => {
  for (const model of ["open", "shut"]) {
    expect([400, 403, 404]).toContain((await post(DEPLOYMENT(name), model)).status);
  }
  expect(provider.requests).toEqual([]);
});

test.each([
  "/v1\\chat\\completions",
  "\\v1\\chat\\completions",
  "v1/chat/completions",
  "*",
  "",
])("%j reaches no provider that the allowlist has not seen", async (target) => {
  await post(target, "shut");
  expect(provider.requests).toEqual([]);
});

test.each([
  "shut",
  "%73hut",
  "shut/",
  "//shut",
  "./shut",
  "open/../shut",
  "open%2f..%2fshut",
  "shut%00",
  "shut?x=open",
])("the catalogue does not tell of /v1/models/%s", async (name) => {
  const { status, body } = await rawRequest(gateway, httpText("GET", `/v1/models/${name}`, [KEY]));
  expect([400, 403, 404], body).toContain(status);
});
