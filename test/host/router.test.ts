import { expect, test } from "vitest";
import { compileFilter } from "./compile-filter.ts";
import { Host, type UpstreamAnswer } from "./index.ts";

const plugins = [{ rootId: "headgate.gateway" }, { rootId: "headgate.provider" }];
const messages = (host: Host) => host.logs.map((line) => line.message);

/** Gateway: the pool by a header. Provider: logs its attempt, holds the head until it knows better. */
const wasm = await compileFilter(`
  const provider = new Set<i32>();
  const held = new Set<i32>();
  let providerRoot = 0;
  export function proxy_on_context_create(id: i32, parent: i32): void {
    if (!parent && property("plugin_root_id") == "headgate.provider") providerRoot = id;
    if (parent && parent == providerRoot) provider.add(id);
  }
  export function proxy_on_request_headers(id: i32, n: i32, end: i32): i32 {
    if (!provider.has(id)) {
      setProperty("headgate_pool", header(REQUEST, "x-pool"));
      if (header(REQUEST, "x-tries") != "#1") replace(REQUEST, "x-envoy-max-retries", header(REQUEST, "x-tries"));
      return CONTINUE;
    }
    const target = property("xds\\0upstream_host_metadata\\0filter_metadata\\0headgate\\0target");
    log(number("upstream\\0request_attempt_count").toString() + " " + target + " " + property("upstream\\0address") + " saw " + header(REQUEST, "x-key"));
    replace(REQUEST, "x-key", "key of " + target);
    if (target == "a") setProperty("headgate_pool", "p@b");
    if (header(REQUEST, ":path") == "/local") reply(529, "from upstream");
    if (header(REQUEST, ":path") == "/trap") unreachable();
    return CONTINUE;
  }
  export function proxy_on_request_body(id: i32, n: i32, end: i32): i32 {
    if (provider.has(id)) log("body " + body(0) + (end ? " end" : ""));
    return CONTINUE;
  }
  export function proxy_on_response_headers(id: i32, n: i32, end: i32): i32 {
    if (provider.has(id)) {
      setProperty("answered by", number("upstream\\0request_attempt_count").toString());
      const status = header(RESPONSE, ":status");
      if (status == "500" || status == "429") add(RESPONSE, "x-headgate-retry", "yes");
      if (header(RESPONSE, "x-hold") == "#1") return CONTINUE;
      held.add(id);
      return STOP;
    }
    if (property("answered by") != "#1") add(RESPONSE, "x-answered-by", property("answered by"));
    log("gateway sees " + header(RESPONSE, ":status") + " " + property("response\\0code_details"));
    return CONTINUE;
  }
  export function proxy_on_response_body(id: i32, n: i32, end: i32): i32 {
    if (!held.has(id)) return CONTINUE;
    if (body(1).includes("error")) {
      replace(RESPONSE, ":status", "529");
      add(RESPONSE, "x-headgate-retry", "yes");
    }
    else if (!body(1).includes("ok")) return BUFFER;
    held.delete(id);
    return CONTINUE;
  }
  export function proxy_on_log(id: i32): void { log(provider.has(id) ? "provider log" : "gateway log"); }
  export function proxy_on_done(id: i32): i32 { log(provider.has(id) ? "provider done" : "gateway done"); return 1; }
`);

function fleet(upstream: (target: string, attempt: number) => UpstreamAnswer | undefined, retries = 2) {
  const pools = { "p@a": ["a", "b"], "p@b": ["b", "a"] };
  return new Host({ wasm, plugins, pools, retries, upstream: ({ target, attempt }) => upstream(target, attempt) });
}

const ask = { headers: { "x-pool": "p@a" }, body: ["he", "llo"] };

test("a retry goes where the provider says, with one header map and the whole body", async () => {
  const host = fleet((target) => (target === "a" ? { status: 500, body: "bad" } : { body: ["one", "two"] }));
  const { result } = host.open(ask);
  expect(result).toMatchObject({ status: 200, body: "onetwo", chunks: ["one", "two"], reset: false, done: true });
  expect(result.attempts.map(({ target, request }) => [target, request.headers["x-key"], request.body])).toEqual([
    ["a", "key of a", "hello"],
    ["b", "key of b", "hello"],
  ]);
  expect(messages(host)).toEqual([
    "1 a 192.0.2.1:443 saw #1",
    "body he",
    "body llo",
    "body  end",
    "provider done",
    "2 b 192.0.2.1:443 saw key of a",
    "body hello end",
    "gateway sees 200 via_upstream",
    "provider done",
    "gateway log",
    "gateway done",
  ]);
});

test("retries end: the last answer is the client's; the header that limits them is the router's", async () => {
  const host = fleet(() => ({ status: 429, body: "slow down" }));
  expect(host.open(ask).result).toMatchObject({ status: 429, body: "slow down" });
  const once = host.open({ ...ask, headers: { ...ask.headers, "x-tries": "0" } }).result;
  expect(once.attempts).toHaveLength(1);
  expect(once.attempts[0]?.request.headers).not.toHaveProperty("x-envoy-max-retries");
  const asked = host.open({ ...ask, headers: { ...ask.headers, "x-envoy-max-retries": "0" } }).result;
  expect(asked.attempts, "a client may not say").toHaveLength(3);
});

test("an ejected target is passed over", async () => {
  const host = fleet(() => ({}));
  host.eject("a");
  expect(host.open(ask).result.attempts.map(({ target }) => target)).toEqual(["b"]);
  host.restore("a");
  expect(host.open(ask).result.attempts.map(({ target }) => target)).toEqual(["a"]);
  for (const target of ["a", "b"]) host.eject(target);
  expect(
    host.open(ask).result.attempts.map(({ target }) => target),
    "none is left",
  ).toEqual(["a"]);
});

test.each([
  [{ how: "refuse" }, 503, "retried and the latest reset reason: remote connection failure"],
  [{ how: "reset" }, 503, "retried and the latest reset reason: connection termination"],
  [{ how: "timeout" }, 504, "upstream request timeout"],
] as const)("a target that fails before the head (%o) is retried, then answered for", async (fail, status, text) => {
  expect(fleet((_, attempt) => (attempt < 3 ? { fail } : {})).open(ask).result.status).toBe(200);
  const host = fleet(() => ({ fail }));
  const { result } = host.open(ask);
  expect(result).toMatchObject({ status, reset: false });
  expect(result.body).toContain(text);
  expect(messages(host)).toContainEqual(expect.stringMatching(new RegExp(`^gateway sees ${status} upstream_`)));
});

test("a held head may be given another status, which the router retries; the filters share their state", async () => {
  const held = { "x-hold": "yes" };
  const host = fleet((target) =>
    target === "a" ? { headers: held, body: ["event: ", "error"] } : { headers: held, body: ["event: ", "ok", "more"] },
  );
  const { result } = host.open(ask);
  expect(result.attempts.map(({ target }) => target)).toEqual(["a", "b"]);
  expect(result).toMatchObject({ status: 200, chunks: ["event: ok", "more"], headers: { "x-answered-by": "2" } });
});

test("a cut or a timeout under a held head is retried", async () => {
  for (const how of ["reset", "timeout"] as const) {
    for (const when of ["after-head", "mid-body"] as const) {
      const cut: UpstreamAnswer = { headers: { "x-hold": "yes" }, body: "x", fail: { how, when } };
      const { result } = fleet((target) => (target === "a" ? cut : { body: "x" })).open(ask);
      expect(result).toMatchObject({ status: 200, body: "x", reset: false });
      expect(result.attempts).toHaveLength(2);
    }
  }
});

test("once the head has gone on, a cut or a timeout resets the client", async () => {
  for (const how of ["reset", "timeout"] as const) {
    const host = fleet(() => ({ body: ["x"], fail: { how, when: "mid-body" } }));
    expect(host.open(ask).result).toMatchObject({ status: 200, body: "x", reset: true, done: true });
    expect(messages(host).slice(-3)).toEqual(["provider done", "gateway log", "gateway done"]);
  }
});

test("the provider's local reply is not retried, and passes the gateway's response callbacks only", async () => {
  const host = fleet(() => ({}));
  const { result } = host.open({ ...ask, path: "/local" });
  expect(result).toMatchObject({ status: 529, body: "from upstream" });
  expect(result.attempts).toHaveLength(1);
  expect(messages(host).slice(1)).toEqual(["provider done", "gateway sees 529 ", "gateway log", "gateway done"]);
});

test("a trap in the provider is a 503 for the client", async () => {
  const host = fleet(() => ({}));
  expect(host.open({ ...ask, path: "/trap" }).result).toMatchObject({ status: 503, body: "", headers: {} });
  expect(host.open(ask).result.status).toBe(200);
});

test("a test can be the upstream, step by step", async () => {
  const exchange = fleet(() => undefined).open({ ...ask, partial: true });
  exchange.end();
  exchange.attempt.head(200, { "content-type": "text/plain" });
  expect(exchange.result).toMatchObject({ status: 200, done: false, headers: { "content-type": "text/plain" } });
  exchange.attempt.data("one");
  expect(exchange.result.chunks).toEqual(["one"]);
  exchange.attempt.trailers({ "x-end": "1" });
  expect(exchange.result).toMatchObject({ done: true, body: "one", trailers: { "x-end": "1" } });
});

test("a client that hangs up ends the gateway's stream, then the attempt's", async () => {
  const host = fleet(() => undefined);
  host.open(ask).disconnect();
  expect(messages(host).slice(-3)).toEqual(["gateway log", "gateway done", "provider done"]);
});
