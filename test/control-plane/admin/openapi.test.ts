import { expect, test } from "vitest";
import { adminApi } from "./admin-api.ts";
import type { OpenApi } from "./fits-document.ts";

test("the document has every route, and no other", async () => {
  const { admin, ask } = await adminApi();
  const { status, body } = await ask("GET", "/openapi.json", { token: "" });
  expect(status).toBe(200);
  expect(body).toEqual(admin.document);
  const documented = Object.entries((body as OpenApi).paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method} ${path}`),
  );
  const routes = admin.mounted.flatMap(({ at, routes }) => routes.map(({ method, path }) => `${method} ${at}${path}`));
  expect(documented.sort()).toEqual([...routes, "get /admin/v1/events"].sort());
});

test("every reference leads somewhere, and every operation has a name of its own", async () => {
  const { admin } = await adminApi();
  const text = JSON.stringify(admin.document);
  const { schemas } = (admin.document as OpenApi).components;
  const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, path]) => path);
  for (const path of references) {
    expect(schemas, path).toHaveProperty([path?.replace("#/components/schemas/", "") ?? ""]);
  }
  const names = [...text.matchAll(/"operationId":"([^"]+)"/g)].map(([, name]) => name);
  expect(new Set(names).size).toBe(names.length);
});

test("what a request must not hold, the document does not offer", async () => {
  const { admin } = await adminApi();
  const post = (admin.document as { paths: Record<string, Record<string, object>> }).paths["/admin/v1/tenants"]?.post;
  expect(post).toMatchObject({
    requestBody: {
      content: {
        "application/json": {
          schema: {
            type: "object",
            required: ["id"],
            additionalProperties: false,
            properties: { allow: { type: "array" } },
          },
        },
      },
    },
  });
});

test("the page comes whole from here, and runs nothing else", async () => {
  const { ask } = await adminApi();
  const page = await ask("GET", "/admin/docs", { token: "" });
  expect(page.status).toBe(200);
  expect(page.headers["content-security-policy"]).toContain("default-src 'none'; script-src 'self'");
  const files = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? "");
  expect(files).toHaveLength(4);
  expect(page.text).not.toMatch(/<script>|style=|https?:/);
  for (const file of files) {
    const { status, headers } = await ask("GET", `/admin/${file}`, { token: "" });
    expect([file, status, headers["x-content-type-options"]]).toEqual([file, 200, "nosniff"]);
  }
  expect((await ask("GET", "/admin/docs/package.json", { token: "" })).status).toBe(404);
});
