import { expect, test } from "vitest";
import { compileFilter } from "./compile-filter.ts";
import { Host, HostLoadError } from "./index.ts";

const gateway = { rootId: "headgate.gateway", configuration: "A" };
const provider = { rootId: "headgate.provider", configuration: "B" };
const messages = (host: Host) => host.logs.map((line) => line.message);

test("an import that Envoy does not offer fails the load and is named", async () => {
  const wasm = await compileFilter(`
    @external("env", "proxy_teleport") declare function teleport(): i32;
    export function proxy_on_vm_start(id: i32, n: i32): i32 { return teleport(); }`);
  expect(() => new Host({ wasm, plugins: [gateway] })).toThrow(
    new HostLoadError("Failed to load Wasm module due to a missing import: env.proxy_teleport"),
  );
});

test("a hostcall while the module initializes is a trap, a log line is not", async () => {
  const wasm = await compileFilter(`log("hello"); proxy_get_current_time_nanoseconds(OUT);`);
  expect(() => new Host({ wasm, plugins: [gateway] })).toThrow(/restricted_callback: proxy_get_current_time/);
});

test("each plugin gets a root of its own in one VM, with its configuration and the VM's environment", async () => {
  const wasm = await compileFilter(`
    let starts = 0;
    export function proxy_on_context_create(id: i32, parent: i32): void { log("create " + id.toString()); }
    export function proxy_on_vm_start(id: i32, n: i32): i32 { starts++; return 1; }
    export function proxy_on_configure(id: i32, n: i32): i32 {
      environ_sizes_get(OUT, OUT + 4);
      const size = load<u32>(OUT + 4), p = heap.alloc(64);
      environ_get(p, p + 32);
      const env = String.UTF8.decodeUnsafe(p + 32, size - 1);
      log(starts.toString() + " " + property("plugin_root_id") + " " + property("plugin_name") + " " + body(PLUGIN_CONFIG) + " " + env);
      return 1;
    }`);
  const host = new Host({ wasm, plugins: [gateway, { ...provider, name: "p" }], env: { KEY: "v" } });
  expect(messages(host)).toEqual([
    "create 1",
    "1 headgate.gateway headgate.gateway A KEY=v",
    "create 2",
    "2 headgate.provider p B KEY=v",
  ]);
});

test("a refused first configuration fails the load", async () => {
  const wasm = await compileFilter(`export function proxy_on_configure(id: i32, n: i32): i32 { return 0; }`);
  expect(() => new Host({ wasm, plugins: [gateway] })).toThrow(HostLoadError);
});

const configured = `
  const configs = new Map<i32, string>();
  const parents = new Map<i32, i32>();
  export function proxy_on_context_create(id: i32, parent: i32): void { if (parent) parents.set(id, parent); }
  export function proxy_on_configure(id: i32, n: i32): i32 {
    configs.set(id, body(PLUGIN_CONFIG));
    return body(PLUGIN_CONFIG) == "bad" ? 0 : 1;
  }
  export function proxy_on_request_headers(id: i32, n: i32, end: i32): i32 {
    return end ? CONTINUE : STOP;
  }
  export function proxy_on_response_headers(id: i32, n: i32, end: i32): i32 {
    add(RESPONSE, "x-config", configs.get(parents.get(id)));
    return CONTINUE;
  }
  export function proxy_on_done(id: i32): i32 { log("done " + id.toString()); return 1; }
  export function proxy_on_delete(id: i32): void { log("delete " + id.toString()); }`;

test("an update makes a new root; a stream goes on under the old one, which is deleted after it", async () => {
  const wasm = await compileFilter(configured);
  const host = new Host({ wasm, plugins: [gateway] });
  const old = host.open({ partial: true });
  host.configure(gateway.rootId, "A2");
  const fresh = host.open();
  expect(messages(host)).not.toContain("done 1");
  expect(fresh.result).toMatchObject({ status: 503, headers: { "x-config": "A2" } });
  old.envoyReplies("response_timeout");
  expect(old.result).toMatchObject({ status: 504, headers: { "x-config": "A" }, body: "upstream request timeout" });
  expect(messages(host).slice(-4)).toEqual(["done 2", "delete 2", "done 1", "delete 1"]);
});

test("an update that the plugin refuses leaves the old root in force", async () => {
  const host = new Host({ wasm: await compileFilter(configured), plugins: [gateway] });
  expect(() => host.configure(gateway.rootId, "bad")).toThrow(HostLoadError);
  expect(host.open().result.headers["x-config"]).toBe("A");
});

const trapping = `
  let requests = 0;
  export function proxy_on_configure(id: i32, n: i32): i32 { log("configure"); return 1; }
  export function proxy_on_request_headers(id: i32, n: i32, end: i32): i32 {
    requests++;
    const key = bytes("n"), one = bytes("1");
    proxy_set_shared_data(at(key), key.byteLength, at(one), one.byteLength, 0);
    proxy_define_metric(0, at(key), key.byteLength, OUT);
    proxy_increment_metric(load<i32>(OUT), 1);
    if (header(REQUEST, "x-trap") == "yes") unreachable();
    return CONTINUE;
  }
  export function proxy_on_response_headers(id: i32, n: i32, end: i32): i32 {
    add(RESPONSE, "x-requests", requests.toString());
    return CONTINUE;
  }`;

test("a trap kills the VM: 503 without filters, and with FAIL_RELOAD the next stream has a fresh one", async () => {
  const host = new Host({ wasm: await compileFilter(trapping), plugins: [gateway] });
  const bystander = host.open({ partial: true });
  const trapped = host.open({ headers: { "x-trap": "yes" } });
  expect(trapped.result).toMatchObject({ status: 503, body: "", headers: {} });
  expect(host.open().result.headers["x-requests"]).toBe("1");
  bystander.send("hello");
  expect(bystander.result).toMatchObject({ status: 503, headers: {}, done: true });
  expect(messages(host).filter((message) => message === "configure")).toHaveLength(2);
  expect(host.metrics()).toEqual({ n: 3 });
  expect(host.sharedData("n")).toEqual(new TextEncoder().encode("1"));
});

test("within the backoff, and with FAIL_CLOSED for good, a dead VM answers 503", async () => {
  const wasm = await compileFilter(trapping);
  const host = new Host({ wasm, plugins: [gateway], reloadBackoffMs: 100 });
  host.advance(100);
  host.open({ headers: { "x-trap": "yes" } });
  expect(host.open().result.headers["x-requests"]).toBe("1");
  host.open({ headers: { "x-trap": "yes" } });
  expect(host.open().result).toMatchObject({ status: 503, headers: {} });
  const closed = new Host({ wasm, plugins: [gateway], failurePolicy: "FAIL_CLOSED" });
  closed.open({ headers: { "x-trap": "yes" } });
  closed.advance(10_000);
  expect(closed.open().result).toMatchObject({ status: 503, headers: {} });
});

test("shared data is compared and swapped", async () => {
  const wasm = await compileFilter(`
    export function proxy_on_tick(id: i32): void {
      const k = bytes("k"), v = bytes("v");
      const missing = proxy_get_shared_data(at(k), 1, OUT, OUT + 4, OUT + 8);
      proxy_set_shared_data(at(k), 1, at(v), 1, 0);
      proxy_get_shared_data(at(k), 1, OUT, OUT + 4, OUT + 8);
      const cas = load<u32>(OUT + 8);
      const first = proxy_set_shared_data(at(k), 1, at(v), 1, cas), second = proxy_set_shared_data(at(k), 1, at(v), 1, cas);
      log(missing.toString() + first.toString() + second.toString());
    }
    export function proxy_on_configure(id: i32, n: i32): i32 { proxy_set_tick_period_milliseconds(50); return 1; }`);
  const host = new Host({ wasm, plugins: [gateway] });
  host.tick();
  expect(messages(host)).toEqual(["108"]);
});

test("timers and calls keep to the clock; a reply comes on the root's id", async () => {
  const wasm = await compileFilter(`
    export function proxy_on_configure(id: i32, n: i32): i32 { proxy_set_tick_period_milliseconds(50); return 1; }
    export function proxy_on_tick(id: i32): void { log("tick " + call("control", "/poll", "q", 70).toString()); }
    export function proxy_on_http_call_response(id: i32, token: i32, h: i32, b: i32, t: i32): void {
      log(id.toString() + ":" + token.toString() + " " + header(CALL_HEADERS, ":status") + " " + body(CALL_BODY));
    }`);
  const host = new Host({ wasm, plugins: [gateway], clusters: ["control"] });
  host.advance(60);
  const [poll] = host.pendingCalls;
  expect(poll).toMatchObject({ token: 4, cluster: "control", body: "q", timeoutMs: 70, headers: { ":path": "/poll" } });
  if (poll) host.reply(poll, { status: 200, body: "news" });
  host.advance(40);
  host.advance(70);
  expect(messages(host)).toEqual(["tick 4", "1:4 200 news", "tick 8", "tick 12", "1:8 504 upstream request timeout"]);
});
