import { request } from "undici";
import { expect, test } from "vitest";
import { adminApi } from "./admin-api.ts";

/** Requests that make no sense: each has its status, and says why without repeating what was sent. */
const CASES: [what: string, method: string, path: string, options: object, status: number, says?: RegExp][] = [
  ["no such path", "GET", "/nothing", {}, 404],
  ["no such method", "PUT", "/tenants", {}, 405],
  ["no such verb", "POST", "/client-keys/of-file:explode", {}, 405],
  ["a path that is no text", "GET", "/tenants/%E0%A4%A", {}, 404],
  ["a body that is no JSON", "POST", "/tenants", { body: '{"id": "hg-secret' }, 400, /not JSON/],
  ["a body of another type", "POST", "/tenants", { body: "id=x", headers: { "content-type": "text/plain" } }, 415],
  ["no body", "POST", "/tenants", {}, 422],
  ["a body that is no object", "POST", "/tenants", { body: [] }, 422, /expected object/],
  ["an unknown query parameter", "GET", "/tenants?limt=1", {}, 400, /limt.*limit/],
  ["a page of nothing", "GET", "/tenants?limit=0", {}, 400, /limit/],
  ["a page that is too long", "GET", "/tenants?limit=1000", {}, 400, /limit/],
  ["a cursor that is none", "GET", "/tenants?after=x", {}, 400, /after/],
  ["an id that would be no field", "POST", "/tenants", { body: '{"id":"__proto__"}' }, 422, /no name/],
  ["a field that would be none", "POST", "/tenants", { body: '{"id":"x","__proto__":{"allow":[]}}' }, 422, /__proto__/],
  ["an id with a slash", "POST", "/tenants", { body: { id: "a/b" } }, 422, /may hold letters/],
  ["a body without end", "POST", "/tenants", { body: JSON.stringify({ id: "x".repeat(17 << 20) }) }, 413],
];
test.each(CASES)("%s", async (_what, method, path, options, status, says) => {
  const { ask, lines } = await adminApi();
  const answer = await ask(method, path, options);
  expect(answer.status, answer.text).toBe(status);
  expect(answer.headers["content-type"]).toContain("application/problem+json");
  expect(answer.body).toMatchObject({
    status,
    type: expect.stringMatching(/^urn:headgate:/),
    title: expect.any(String),
  });
  if (says) expect(answer.text).toMatch(says);
  expect(answer.text).not.toContain("hg-secret");
  expect(lines).toEqual([]);
});

test("405 names the methods that there are", async () => {
  const { ask } = await adminApi();
  expect((await ask("OPTIONS", "/tenants/shop")).headers.allow).toBe("GET, PATCH, DELETE");
});

test("no page of another origin gets anything: no CORS, no cookie", async () => {
  const { url } = await adminApi();
  const { headers, statusCode } = await request(`${url}/admin/v1/tenants`, {
    headers: { origin: "https://evil.example", cookie: "token=hga-root-token-of-the-tests" },
  });
  expect(statusCode).toBe(401);
  expect(Object.keys(headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
});
