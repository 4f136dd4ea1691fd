import { describe, expect, test } from "vitest";
import type { Admin } from "../../../control-plane/admin/admin.ts";
import { ROLES, type Role } from "../../../control-plane/admin/route/caller.ts";
import { adminApi } from "./admin-api.ts";

/** Who may ask what: the least role, and whether a token of one tenant may. A route that is not here fails the test. */
const MATRIX: Record<string, [role: Role, forTenants: boolean]> = {
  "get /tenants": ["viewer", true],
  "get /tenants/{id}": ["viewer", true],
  "post /tenants": ["operator", false],
  "patch /tenants/{id}": ["operator", false],
  "delete /tenants/{id}": ["operator", false],
  "get /client-keys": ["viewer", true],
  "get /client-keys/{id}": ["viewer", true],
  "post /client-keys": ["operator", true],
  "patch /client-keys/{id}": ["operator", true],
  "delete /client-keys/{id}": ["operator", true],
  "post /client-keys/{id}:rotate": ["operator", true],
  "post /client-keys/{id}:disable": ["operator", true],
  "post /client-keys/{id}:enable": ["operator", true],
  "get /providers": ["viewer", false],
  "get /providers/{id}": ["viewer", false],
  "post /providers": ["admin", false],
  "patch /providers/{id}": ["admin", false],
  "delete /providers/{id}": ["admin", false],
  "get /provider-keys": ["admin", false],
  "get /provider-keys/{id}": ["admin", false],
  "post /provider-keys": ["admin", false],
  "patch /provider-keys/{id}": ["admin", false],
  "post /provider-keys/{id}:rotate": ["admin", false],
  "delete /provider-keys/{id}": ["admin", false],
  "get /models": ["viewer", false],
  "get /models/{id}": ["viewer", false],
  "post /models": ["operator", false],
  "patch /models/{id}": ["operator", false],
  "delete /models/{id}": ["operator", false],
  "get /prices": ["viewer", false],
  "get /prices/{id}": ["viewer", false],
  "put /prices/{id}": ["operator", false],
  "delete /prices/{id}": ["operator", false],
  "get /rules": ["viewer", false],
  "get /rules/{id}": ["viewer", false],
  "post /rules": ["operator", false],
  "patch /rules/{id}": ["operator", false],
  "delete /rules/{id}": ["operator", false],
  "post /policy:check": ["viewer", false],
  "post /policy:apply": ["admin", false],
  "get /policy/versions": ["viewer", false],
  "get /policy/versions/{n}": ["viewer", false],
  "get /policy/versions/{a}/diff/{b}": ["viewer", false],
  "post /policy/versions/{n}:rollback": ["admin", false],
  "get /usage": ["viewer", true],
  "get /health": ["viewer", false],
  "get /audit": ["viewer", true],
  "get /audit:verify": ["viewer", false],
  "get /tokens": ["admin", true],
  "get /tokens/{id}": ["admin", true],
  "post /tokens": ["admin", true],
  "delete /tokens/{id}": ["admin", true],
  "post /admin/keys/rotate": ["operator", true],
};

/** One API for the whole table: no request of it gets as far as changing anything. */
async function shared() {
  const made = await adminApi();
  const tokens = new Map<string, string>();
  for (const role of ROLES) {
    tokens.set(role, await made.tokenFor(role));
    tokens.set(`${role} of shop`, await made.tokenFor(role, "shop"));
  }
  return { ...made, tokens };
}

/** Under /admin/v1, or with their whole path. */
function routesOf(admin: Admin): string[] {
  return admin.mounted.flatMap(({ at, routes }) =>
    routes.map(({ method, path }) => `${method} ${at === "/admin/v1" ? "" : at}${path}`),
  );
}

test("the table has every route, and no other", async () => {
  const { admin } = await adminApi();
  expect(Object.keys(MATRIX).sort()).toEqual(routesOf(admin).sort());
});

test("every route × role × scope", async () => {
  const { admin, ask, tokens } = await shared();
  const wrong: string[] = [];
  for (const name of routesOf(admin)) {
    const [method = "", path = ""] = name.split(" ");
    const [least, forTenants] = MATRIX[name] ?? ["admin", false];
    // Ids that are not there: who may is answered 404 or the like, and nothing changes on the way.
    const asked = path.replaceAll(/\{\w+\}/g, "nothing-of-that-name");
    const unsigned = await ask(method.toUpperCase(), asked, { token: "" });
    if (unsigned.status !== 401) wrong.push(`${name} without a token: ${unsigned.status}`);
    for (const [who, token] of tokens) {
      const role = who.split(" ")[0] as Role;
      const may = ROLES.indexOf(role) >= ROLES.indexOf(least) && (forTenants || !who.includes(" of "));
      const body = method === "get" || method === "delete" ? {} : { body: "{}" };
      // An empty body is none that these two would refuse.
      if (may && (name === "post /client-keys" || path === "/policy:apply")) continue;
      const { status } = await ask(method.toUpperCase(), asked, { token, ...body });
      if (may === (status === 403 || status === 401)) wrong.push(`${name} as ${who}: ${status}`);
    }
  }
  expect(wrong).toEqual([]);
});

describe("a token of one tenant", () => {
  async function scoped() {
    const made = await adminApi();
    await made.ask("POST", "/client-keys", { body: { id: "of-shop", tenant: "shop" } });
    await made.ask("POST", "/client-keys", { body: { id: "of-lab", tenant: "lab" } });
    const token = await made.tokenFor("admin", "shop");
    const ask = (method: string, path: string, body?: unknown) => made.ask(method, path, { token, body });
    return { ...made, ask };
  }
  const ids = ({ body }: { body: { items: { id: string }[] } }) => body.items.map(({ id }) => id);

  test("sees what is its tenant's", async () => {
    const { ask } = await scoped();
    expect(ids(await ask("GET", "/client-keys"))).toEqual(["of-file", "of-shop"]);
    expect(ids(await ask("GET", "/tenants"))).toEqual(["shop"]);
    expect((await ask("GET", "/tokens")).body.items).toHaveLength(1);
  });

  test.each([
    ["GET", "/client-keys/of-lab"],
    ["DELETE", "/client-keys/of-lab"],
    ["POST", "/client-keys/of-lab:disable"],
    ["POST", "/client-keys/of-lab:rotate"],
    ["GET", "/tenants/lab"],
  ])("is told of others' what it would be of nothing: %s %s", async (method, path) => {
    const { ask } = await scoped();
    const others = await ask(method, path);
    const nothing = await ask(method, path.replace(/lab/, "xxx"));
    expect(others.status).toBe(404);
    expect(others.text).toBe(nothing.text.replaceAll("xxx", "lab"));
  });

  test("makes keys of its tenant only, and leaves them there", async () => {
    const { ask, live } = await scoped();
    expect((await ask("POST", "/client-keys", { id: "x", tenant: "lab" })).status).toBe(403);
    expect((await ask("POST", "/client-keys", { id: "x", tenant: "shop" })).status).toBe(201);
    expect((await ask("POST", "/client-keys", { id: "y" })).body).toMatchObject({ tenant: "shop" });
    expect((await ask("PATCH", "/client-keys/x", { tenant: "lab" })).status).toBe(403);
    expect(live.current.policy.keys.filter(({ tenant }) => tenant === "lab")).toHaveLength(1);
  });

  test("makes tokens of its tenant only", async () => {
    const { ask } = await scoped();
    expect((await ask("POST", "/tokens", { id: "t", role: "admin" })).body).toMatchObject({ tenant: "shop" });
    expect((await ask("POST", "/tokens", { id: "u", role: "viewer", tenant: "lab" })).status).toBe(403);
  });
});
