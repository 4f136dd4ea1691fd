import { describe, expect, it } from "vitest";
import type { Dialect } from "../../contract/dialect.ts";
import { ENVELOPE } from "../envoy/expect-failure.ts";
import { filter } from "./filter.ts";

const TARGETS = { targets: [{ provider: "openai" }] };
const ODD = "vendor/漢字:7b%";
const host = filter(
  {
    models: { plain: TARGETS, [ODD]: TARGETS, secret: TARGETS, "gpt-*": TARGETS },
    keys: [{ id: "k", secret: "env:CLIENT", allow: ["plain", "vendor/*", "gpt-*", "nowhere"], deny: ["gpt-5*"] }],
  },
  () => {
    throw new Error("no provider is asked");
  },
);

const KEY = { authorization: "Bearer hg-client" };
const get = (path: string, headers: Record<string, string> = {}) =>
  host.open({ method: "GET", path, headers: { ...KEY, ...headers } }).result;

/** Where a client of a dialect asks about one model. */
const LISTS: Partial<Record<Dialect, { path: string; headers: Record<string, string> }>> = {
  openai: { path: "/v1/models", headers: {} },
  anthropic: { path: "/v1/models", headers: { "anthropic-version": "2023-06-01" } },
};
const CLIENTS = Object.entries(LISTS) as [Dialect, { path: string; headers: Record<string, string> }][];

describe.each(CLIENTS)("one model, asked by a client of %s", (dialect, { path, headers }) => {
  it.each([
    ["as it is", "plain", "plain"],
    ["percent-encoded", encodeURIComponent(ODD), ODD],
    ["half of it encoded, in small letters", "vendor/%e6%bc%a2%e5%ad%97:7b%25", ODD],
    ["all of it encoded", "%70%6c%61%69%6e", "plain"],
    ["a name that a glob stands for", "gpt-4o", "gpt-4o"],
  ])("%s", (_, name, id) => {
    const { status, body } = get(`${path}/${name}`, headers);
    expect(status, body).toBe(200);
    const list = JSON.parse(get(path, headers).body).data;
    expect(JSON.parse(body)).toEqual({
      ...list[0],
      id,
      ...(dialect === "anthropic" && { display_name: id }),
    });
  });

  it.each([
    ["that is not there", "nowhere", 404, "the model 'nowhere' does not exist here"],
    ["that is not there, with quotes in its name", "nowhere%22%5C", 403, `this key may not use the model 'nowhere"\\'`],
    ["that its key may not use", "secret", 403, "this key may not use the model 'secret'"],
    ["that its key may not use, encoded", "s%65cret", 403, "this key may not use the model 'secret'"],
    ["that its key is denied", "gpt-5", 403, "this key may not use the model 'gpt-5'"],
    ["with half a percent sign", "plain%2", 403, "this key may not use the model 'plain%2'"],
  ])("%s", (_, name, status, message) => {
    const result = get(`${path}/${name}`, headers);
    expect(result.status).toBe(status);
    expect(JSON.parse(result.body)).toEqual(ENVELOPE[dialect](message));
  });

  it("has what the list has", () => {
    const names = (JSON.parse(get(path, headers).body).data as { id: string }[]).map(({ id }) => id);
    expect(names).toEqual(["plain", ODD]);
  });
});

describe("what an Ollama tells of itself", () => {
  const show = (body: object) => host.open({ path: "/api/show", headers: KEY, body: JSON.stringify(body) }).result;

  it("a model's card, for every model", () => {
    for (const model of ["plain", ODD, "gpt-4o"]) {
      const { status, body } = show({ model });
      expect(status, body).toBe(200);
      expect(JSON.parse(body)).toEqual({
        license: "",
        modelfile: "",
        parameters: "",
        template: "",
        details: expect.objectContaining({ format: expect.any(String), families: expect.anything() }),
        model_info: { "general.architecture": "headgate" },
        capabilities: expect.arrayContaining(["completion", "tools"]),
        modified_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      });
    }
  });

  it.each([
    [{ model: "nowhere" }, 404, "the model 'nowhere' does not exist here"],
    [{ model: "secret" }, 403, "this key may not use the model 'secret'"],
    [{ model: 7 }, 400, "model: expected the name of a model"],
    [{}, 400, "model: is required"],
  ])("no card for %j", (asked, status, error) => {
    const { status: got, body } = show(asked);
    expect([got, JSON.parse(body)]).toEqual([status, { error }]);
  });

  it("its version, which clients compare", () => {
    const { version } = JSON.parse(get("/api/version").body);
    expect(version.localeCompare("0.6.4", "en", { numeric: true })).toBe(1);
  });

  it("that nothing is loaded", () => {
    expect(get("/api/ps").body).toBe('{"models":[]}');
  });
});
