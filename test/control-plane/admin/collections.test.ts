import { describe, expect, test } from "vitest";
import { adminApi } from "./admin-api.ts";

interface Case {
  name: string;
  kind: string;
  /** What POST takes, with an id. */
  body: { id: string } & Record<string, unknown>;
  /** What the file has already, by its id. */
  inFile?: string;
  patch: Record<string, unknown>;
  patched: Record<string, unknown>;
  bad: Record<string, unknown>;
  problem: { path: string; reason: string };
}

const CASES: Case[] = [
  {
    name: "tenants",
    kind: "tenant",
    body: { id: "new", allow: ["m"], limits: { requests_per_minute: 5 } },
    inFile: "shop",
    patch: { budget: { usd_per_day: 1 }, limits: null },
    patched: { allow: ["m"], limits: {}, budget: { usd_per_day: 1 } },
    bad: { alow: [] },
    problem: { path: "alow", reason: 'unknown field (did you mean "allow"?)' },
  },
  {
    name: "client-keys",
    kind: "client-key",
    body: { id: "new", tenant: "shop", tags: ["t"] },
    inFile: "of-file",
    patch: { tags: null, expires_at: "2030-01-01T00:00:00Z" },
    patched: { tags: [], expires_at: "2030-01-01T00:00:00Z", tenant: "shop", state: "active" },
    bad: { tenant: "shopp" },
    problem: { path: "tenant", reason: 'no tenant named "shopp" (did you mean "shop"?)' },
  },
  {
    name: "providers",
    kind: "provider",
    body: { id: "new", dialect: "anthropic", url: "https://new.example" },
    inFile: "a",
    patch: { region: "eu" },
    patched: { region: "eu", url: "https://new.example", written: expect.objectContaining({ region: "eu" }) },
    bad: { dialect: "openay" },
    problem: { path: "dialect", reason: expect.stringContaining("expected one of") as unknown as string },
  },
  {
    name: "models",
    kind: "model",
    body: { id: "meta/llama-3:8b", targets: [{ provider: "a", model: "x" }] },
    inFile: "m",
    patch: { targets: [{ provider: "a", model: "y" }] },
    patched: { targets: [{ provider: "a", model: "y" }] },
    bad: { targets: [{ provider: "b" }] },
    problem: { path: "targets[0].provider", reason: 'no provider named "b"' },
  },
  {
    name: "rules",
    kind: "rule",
    body: { id: "new", when: { tenant: "shop" }, deny: "no" },
    inFile: "rule-1",
    patch: { deny: null, tag: "t", position: 0.5 },
    patched: { tag: ["t"], position: 0.5, when: { tenant: ["shop"] } },
    bad: { deny: "no", use: "m" },
    problem: { path: "", reason: "has both use and deny" },
  },
];

/** What no two of them may share. */
const OWN: Readonly<Record<string, (n: number) => object>> = {
  models: (n) => ({ targets: [{ provider: "a", model: `x${n}` }] }),
  rules: (n) => ({ when: { keywords: [`word${n}`] } }),
};

describe.each(CASES)("/$name", ({ name, kind, body, inFile, patch, patched, bad, problem }) => {
  const at = (id: string) => `/${name}/${encodeURIComponent(id)}`;

  test("made, read, changed and deleted", async () => {
    const { ask, live, store } = await adminApi();
    const versionBefore = live.current.policy.version;
    const made = await ask("POST", `/${name}`, { body });
    expect([made.status, made.headers.etag], made.text).toEqual([201, '"1"']);
    expect(made.headers.location).toBe(`/admin/v1${at(body.id)}`);
    expect(made.body).toMatchObject({ id: body.id, source: "api", revision: 1 });
    const read = await ask("GET", at(body.id));
    expect([read.status, read.headers.etag]).toEqual([200, '"1"']);
    const changed = await ask("PATCH", at(body.id), { body: patch, headers: { "if-match": '"1"' } });
    expect([changed.status, changed.headers.etag], changed.text).toEqual([200, '"2"']);
    expect(changed.body).toMatchObject({ ...patched, revision: 2 });
    expect((await ask("GET", at(body.id))).body).toEqual(changed.body);
    const gone = await ask("DELETE", at(body.id), { headers: { "if-match": '"2"' } });
    expect([gone.status, gone.text]).toEqual([204, ""]);
    expect((await ask("GET", at(body.id))).status).toBe(404);
    expect(live.current.policy.version).toBe(versionBefore);

    const { items: versions } = await store.versions({ limit: 10 });
    expect(versions.map(({ summary }) => summary)).toEqual(
      ["delete", "update", "create"].map((verb) => `${kind}.${verb} ${kind}/${body.id}`),
    );
    const { items: audit } = await store.audit({ limit: 10 });
    expect(audit.map(({ actor, action, object }) => [actor, action, object])).toEqual(
      ["create", "update", "delete"].map((verb) => ["token:environment", `${kind}.${verb}`, `${kind}/${body.id}`]),
    );
  });

  test("an ETag of before is refused, and nothing is changed", async () => {
    const { ask } = await adminApi();
    await ask("POST", `/${name}`, { body });
    await ask("PATCH", at(body.id), { body: patch });
    for (const method of ["PATCH", "DELETE"]) {
      const options = { headers: { "if-match": '"1"' }, ...(method === "PATCH" && { body: patch }) };
      const answer = await ask(method, at(body.id), options);
      expect([answer.status, answer.body.type]).toEqual([412, "urn:headgate:changed"]);
    }
    expect((await ask("GET", at(body.id))).headers.etag).toBe('"2"');
  });

  test("an id that is taken, or that the file has", async () => {
    const { ask } = await adminApi();
    await ask("POST", `/${name}`, { body });
    const twice = await ask("POST", `/${name}`, { body });
    expect([twice.status, twice.body.type]).toEqual([409, "urn:headgate:exists"]);
    const clash = await ask("POST", `/${name}`, { body: { ...body, id: inFile } });
    expect([clash.status, clash.body.type]).toEqual([409, "urn:headgate:in-file"]);
    for (const method of ["PATCH", "DELETE"]) {
      const answer = await ask(method, at(inFile ?? ""), method === "PATCH" ? { body: patch } : {});
      expect([answer.status, answer.body.type]).toEqual([409, "urn:headgate:in-file"]);
    }
    expect((await ask("GET", at(inFile ?? ""))).body).toMatchObject({ id: inFile, source: "file" });
  });

  test("what is wrong is named by its path, and the policy stays", async () => {
    const { ask, live } = await adminApi();
    const { version } = live.current.policy;
    const answer = await ask("POST", `/${name}`, { body: { ...body, ...bad } });
    expect(answer.status).toBe(422);
    expect(answer.headers["content-type"]).toContain("application/problem+json");
    expect(answer.body.problems).toEqual([problem]);
    expect(live.current.policy.version).toBe(version);
    expect((await ask("GET", at(body.id))).status).toBe(404);
    await ask("POST", `/${name}`, { body });
    const patchAnswer = await ask("PATCH", at(body.id), { body: bad });
    expect(patchAnswer.body.problems).toEqual([problem]);
  });

  test("pages", async () => {
    const { ask } = await adminApi();
    for (let n = 0; n < 5; n++) {
      const own = OWN[name]?.(n) ?? {};
      expect((await ask("POST", `/${name}`, { body: { ...body, ...own, id: `p${n}` } })).status).toBe(201);
    }
    const all = (await ask("GET", `/${name}`)).body.items.map(({ id }: { id: string }) => id);
    const paged: string[] = [];
    let after = "";
    do {
      const { body: page } = await ask("GET", `/${name}?limit=2${after && `&after=${after}`}`);
      expect(page.items.length).toBeLessThanOrEqual(2);
      paged.push(...page.items.map(({ id }: { id: string }) => id));
      after = page.next ?? "";
    } while (after !== "");
    expect(paged).toEqual(all);
    expect(paged).toHaveLength(new Set(paged).size);
    expect(paged.slice(-5)).toEqual(["p0", "p1", "p2", "p3", "p4"]);
  });
});

test("a model that the running Envoy has no clusters for is refused, with what lacks", async () => {
  const { ask, live } = await adminApi({ running: true });
  const { version } = live.current.policy;
  const body = { id: "more", targets: [{ provider: "a", model: "x" }] };
  const answer = await ask("POST", "/models", { body });
  expect([answer.status, answer.body.type]).toEqual([409, "urn:headgate:needs-restart"]);
  expect(answer.body.problems).toEqual([{ path: "models.more.targets", reason: "was added" }]);
  expect(live.current.policy.version).toBe(version);
});

test("what others need cannot be deleted", async () => {
  const { ask } = await adminApi();
  await ask("POST", "/providers", { body: { id: "p", dialect: "openai", url: "https://p.example/v1" } });
  await ask("POST", "/models", { body: { id: "n", targets: [{ provider: "p" }] } });
  const answer = await ask("DELETE", "/providers/p");
  expect(answer.status).toBe(422);
  expect(answer.body.problems).toEqual([{ path: "models/n: targets[0].provider", reason: 'no provider named "p"' }]);
});

test("rules are asked in order, the file's first, and one can be put between two", async () => {
  const { ask, live } = await adminApi();
  for (const id of ["one", "two"]) await ask("POST", "/rules", { body: { id, when: { keywords: [id] }, deny: id } });
  await ask("POST", "/rules", { body: { id: "between", when: { keywords: ["b2"] }, deny: "b", position: 1.5 } });
  expect(live.current.policy.rules.map(({ id }) => id)).toEqual(["rule-1", "one", "between", "two"]);
  await ask("PATCH", "/rules/two", { body: { position: 0 } });
  expect(live.current.policy.rules.map(({ id }) => id)).toEqual(["rule-1", "two", "one", "between"]);
});

test("of changes at the same time none is lost", async () => {
  const { ask, live } = await adminApi();
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, n) => ask("POST", "/client-keys", { body: { id: `k${n}` } })),
  );
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
  expect(live.current.policy.keys).toHaveLength(11);
});
