import { expect, test } from "vitest";
import { compileFilter } from "./compile-filter.ts";
import { Host, HostPhaseError, HostWireError, type HttpCall } from "./index.ts";

const gateway = { rootId: "headgate.gateway" };
const messages = (host: Host) => host.logs.map((line) => line.message);

async function filter(source: string, options: Partial<ConstructorParameters<typeof Host>[0]> = {}) {
  const choose = `export function proxy_on_context_create(id: i32, parent: i32): void {}
    function choose(): void { setProperty("headgate_pool", "p"); remove(REQUEST, "content-length"); }`;
  const wasm = await compileFilter(choose + source);
  return new Host({ wasm, plugins: [gateway], pools: { p: ["a"] }, ...options });
}

const first = (host: Host): HttpCall => {
  const [call] = host.pendingCalls;
  if (!call) throw new Error("no call is pending");
  return call;
};

test("a held head lets the body callbacks come, each with the whole that is buffered", async () => {
  const host = await filter(`
    export function proxy_on_request_headers(id: i32, n: i32, end: i32): i32 { return STOP; }
    export function proxy_on_request_body(id: i32, n: i32, end: i32): i32 {
      log(n.toString() + (end ? " end " : " ") + body(REQUEST_BODY));
      if (!end) return BUFFER;
      choose();
      log([setBody(0, 0, 3, "x"), setBody(0, 3, 0, "y"), setBody(0, 0, 0, ">"), setBody(0, 100, 0, "<")].toString());
      return CONTINUE;
    }`);
  const { attempts, status } = host.open({ body: ["REP", "LACED"] }).result;
  expect(messages(host)).toEqual(["3 REP", "8 REPLACED", "8 end REPLACED", "0,2,0,0"]);
  expect(attempts[0]?.request).toMatchObject({ body: ">xLACED<", method: "POST" });
  expect(status).toBe(200);
});

test("without allow_on_headers_stop_iteration a held head stops the body callbacks too", async () => {
  const source = `
    export function proxy_on_request_headers(id: i32, n: i32, end: i32): i32 { call("c", "/", "", 0); return STOP; }
    export function proxy_on_request_body(id: i32, n: i32, end: i32): i32 { log(body(0)); return CONTINUE; }
    export function proxy_on_http_call_response(id: i32, token: i32, h: i32, b: i32, t: i32): void {
      proxy_set_effective_context(2); choose(); proxy_continue_stream(0);
    }`;
  const host = await filter(source, { plugins: [{ ...gateway, allowOnHeadersStopIteration: false }] });
  const exchange = host.open({ body: ["one", "two"] });
  expect(messages(host)).toEqual([]);
  host.reply(first(host), { status: 200 });
  expect(messages(host)).toEqual(["onetwo"]);
  expect(exchange.result.attempts[0]?.request.body).toBe("onetwo");
});

test("a paused body can be changed when the call is answered, on the effective context; a dead stream's cannot", async () => {
  const host = await filter(`
    const asked = new Map<i32, i32>();
    export function proxy_on_request_headers(id: i32, n: i32, end: i32): i32 { return STOP; }
    export function proxy_on_request_body(id: i32, n: i32, end: i32): i32 {
      if (end) asked.set(call("c", "/", body(0), 0), id);
      return BUFFER;
    }
    export function proxy_on_http_call_response(id: i32, token: i32, h: i32, b: i32, t: i32): void {
      const answer = body(CALL_BODY);
      log("effective " + proxy_set_effective_context(asked.get(token)).toString());
      if (answer == "late") return;
      choose(); setBody(0, 0, 100, answer); proxy_continue_stream(0);
    }`);
  const exchange = host.open({ body: "ask" });
  expect(exchange.result.attempts).toHaveLength(0);
  host.reply(first(host), { status: 200, body: "answer" });
  expect(exchange.result.attempts[0]?.request.body).toBe("answer");
  const gone = host.open({ body: "ask" });
  gone.disconnect();
  host.reply(first(host), { status: 200, body: "late" });
  expect(gone.result).toMatchObject({ done: true, status: undefined });
  expect(messages(host)).toEqual(["effective 0", "effective 2"]);
});

test("a local reply goes through the filter's own response callbacks, and ends its request callbacks", async () => {
  const host = await filter(`
    export function proxy_on_request_headers(id: i32, n: i32, end: i32): i32 { reply(418, "teapot", "my details"); return CONTINUE; }
    export function proxy_on_request_body(id: i32, n: i32, end: i32): i32 { log("body"); return CONTINUE; }
    export function proxy_on_response_headers(id: i32, n: i32, end: i32): i32 {
      log(property("response\\0code_details") + " " + number("response\\0code").toString() + " " + header(REQUEST, ":path"));
      remove(RESPONSE, "content-length");
      return CONTINUE;
    }
    export function proxy_on_response_body(id: i32, n: i32, end: i32): i32 { return setBody(1, 0, n, "a " + body(1)); }
    export function proxy_on_log(id: i32): void { log("log " + header(RESPONSE, ":status")); }
    export function proxy_on_done(id: i32): i32 { log("done"); return 1; }`);
  const { result } = host.open({ path: "/pot", body: "hello" });
  expect(result).toMatchObject({ status: 418, body: "a teapot", headers: { "content-type": "text/plain" } });
  expect(messages(host)).toEqual(["my_details 418 /pot", "log 418", "done"]);
});

test("a local reply in a response callback goes past the filter, and after the head it is a reset", async () => {
  const host = await filter(
    `
    export function proxy_on_request_headers(id: i32, n: i32, end: i32): i32 { choose(); return CONTINUE; }
    export function proxy_on_response_headers(id: i32, n: i32, end: i32): i32 {
      if (header(RESPONSE, "x-when") == "head") reply(418, "teapot");
      return CONTINUE;
    }
    export function proxy_on_response_body(id: i32, n: i32, end: i32): i32 { log("body"); reply(418, "teapot"); return CONTINUE; }
  `,
    { upstream: ({ path }) => ({ headers: { "x-when": path.slice(1) }, body: "x" }) },
  );
  expect(host.open({ path: "/head" }).result).toMatchObject({ status: 418, body: "teapot", reset: false });
  expect(messages(host)).toEqual([]);
  expect(host.open({ path: "/body" }).result).toMatchObject({ status: 200, body: "", reset: true });
});

test("Envoy's own replies pass the response callbacks, with a body or without", async () => {
  const host = await filter(
    `
    export function proxy_on_request_headers(id: i32, n: i32, end: i32): i32 { setProperty("headgate_pool", header(REQUEST, "x-pool")); return STOP; }
    export function proxy_on_request_body(id: i32, n: i32, end: i32): i32 { return end ? CONTINUE : BUFFER; }
    export function proxy_on_response_headers(id: i32, n: i32, end: i32): i32 {
      log(header(RESPONSE, ":status") + " " + property("response\\0code_details") + " " + (end ? "bare" : "with a body"));
      return CONTINUE;
    }`,
    { bufferLimit: 8, pools: { p: ["a"], nobody: [] } },
  );
  expect(host.open({ headers: { "x-pool": "nobody" }, body: "1" }).result.body).toBe("no healthy upstream");
  expect(host.open({ headers: { "x-pool": "q" }, body: "1" }).result.body).toBe("");
  expect(host.open({ body: "123456789" }).result.body).toBe("Payload Too Large");
  expect(messages(host)).toEqual([
    "503 no_healthy_upstream with a body",
    "503 cluster_not_found bare",
    "413 request_payload_too_large with a body",
  ]);
});

test("header maps: first value of several, pairs in order, pseudo headers first", async () => {
  const host = await filter(`
    export function proxy_on_request_headers(id: i32, n: i32, end: i32): i32 {
      choose();
      log(header(REQUEST, "X-Many") + " " + header(REQUEST, "x-none") + " " + property("request\\0headers\\0x-many"));
      add(REQUEST, "x-many", "c");
      log([replace(REQUEST, "x-one", "1"), remove(REQUEST, "x-gone")].toString());
      log(proxy_get_header_map_pairs(REQUEST, OUT, OUT + 4).toString() + " " + load<u32>(<usize>load<u32>(OUT)).toString());
      return CONTINUE;
    }`);
  const { attempts } = host.open({
    headers: [
      ["x-many", "a"],
      ["x-many", "b"],
      ["x-gone", "y"],
    ],
  }).result;
  expect(messages(host)).toEqual(["a #1 a", "0,0", "0 10"]);
  expect(attempts[0]?.request.headers).toMatchObject({ "x-many": "a,b,c", "x-one": "1" });
  expect(attempts[0]?.request.rawHeaders.slice(0, 5).map(([name]) => name)).toEqual([
    ":authority",
    ":path",
    ":method",
    ":scheme",
    "x-many",
  ]);
});

const illegal: Record<string, string> = {
  "reading the request's head after it has gone on": `
    export function proxy_on_request_body(id: i32, n: i32, end: i32): i32 { header(REQUEST, ":path"); return CONTINUE; }`,
  "changing the request's head in a response callback": `
    export function proxy_on_response_headers(id: i32, n: i32, end: i32): i32 { replace(REQUEST, "x", "y"); return CONTINUE; }`,
  "setting a body outside a body callback": `
    export function proxy_on_response_headers(id: i32, n: i32, end: i32): i32 { setBody(1, 0, 0, "x"); return CONTINUE; }`,
  "changing a head in the log": `export function proxy_on_log(id: i32): void { replace(RESPONSE, "x", "y"); }`,
  "continuing what is not paused": `
    export function proxy_on_response_headers(id: i32, n: i32, end: i32): i32 { proxy_continue_stream(1); return CONTINUE; }`,
};

test.each(Object.entries(illegal))("%s fails the drive call", async (_, source) => {
  const head = `export function proxy_on_request_headers(id: i32, n: i32, end: i32): i32 { choose(); return CONTINUE; }`;
  const host = await filter(head + source);
  expect(() => host.open({ body: "hello" })).toThrow(HostPhaseError);
});

test("a body that its content-length does not fit fails the drive call", async () => {
  const host = await filter(`
    export function proxy_on_request_headers(id: i32, n: i32, end: i32): i32 { setProperty("headgate_pool", "p"); return CONTINUE; }
    export function proxy_on_request_body(id: i32, n: i32, end: i32): i32 { if (!end) setBody(0, 0, n, "longer"); return CONTINUE; }`);
  expect(() => host.open({ body: "short" })).toThrow(HostWireError);
});

test("a body released by proxy_continue_stream before its end is what Envoy would send twice", async () => {
  const host = await filter(`
    export function proxy_on_request_headers(id: i32, n: i32, end: i32): i32 { choose(); call("c", "/", "", 0); return STOP; }
    export function proxy_on_request_body(id: i32, n: i32, end: i32): i32 { return BUFFER; }
    export function proxy_on_http_call_response(id: i32, token: i32, h: i32, b: i32, t: i32): void {
      proxy_set_effective_context(2); proxy_continue_stream(0);
    }`);
  const exchange = host.open({ partial: true });
  exchange.send("one");
  host.reply(first(host), { status: 200 });
  expect(() => exchange.send("two")).toThrow(/sends them twice/);
});

test("trailers are a callback of their own, and go with the body that waited for them", async () => {
  const host = await filter(`
    export function proxy_on_request_headers(id: i32, n: i32, end: i32): i32 { choose(); return CONTINUE; }
    export function proxy_on_request_body(id: i32, n: i32, end: i32): i32 { log(end.toString()); return BUFFER; }
    export function proxy_on_request_trailers(id: i32, n: i32): i32 { add(1, "x-sum", body(0)); return CONTINUE; }`);
  const { attempts } = host.open({ body: "abc", trailers: { "x-end": "1" } }).result;
  expect(attempts[0]?.request).toMatchObject({ body: "abc", trailers: { "x-end": "1", "x-sum": "abc" } });
  expect(messages(host)).toEqual(["0"]);
});
