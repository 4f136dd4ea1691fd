import asc from "assemblyscript/asc";

/** What every little test filter starts with: the ABI's imports, and strings in and out. */
const prelude = `
@external("env", "proxy_log") declare function proxy_log(level: i32, p: usize, n: i32): i32;
@external("env", "proxy_get_property") declare function proxy_get_property(p: usize, n: i32, pp: usize, np: usize): i32;
@external("env", "proxy_set_property") declare function proxy_set_property(p: usize, n: i32, v: usize, vn: i32): i32;
@external("env", "proxy_get_buffer_bytes") declare function proxy_get_buffer_bytes(t: i32, s: i32, n: i32, pp: usize, np: usize): i32;
@external("env", "proxy_set_buffer_bytes") declare function proxy_set_buffer_bytes(t: i32, s: i32, n: i32, p: usize, pn: i32): i32;
@external("env", "proxy_get_header_map_value") declare function proxy_get_header_map_value(t: i32, p: usize, n: i32, pp: usize, np: usize): i32;
@external("env", "proxy_get_header_map_pairs") declare function proxy_get_header_map_pairs(t: i32, pp: usize, np: usize): i32;
@external("env", "proxy_set_header_map_pairs") declare function proxy_set_header_map_pairs(t: i32, p: usize, n: i32): i32;
@external("env", "proxy_add_header_map_value") declare function proxy_add_header_map_value(t: i32, p: usize, n: i32, v: usize, vn: i32): i32;
@external("env", "proxy_replace_header_map_value") declare function proxy_replace_header_map_value(t: i32, p: usize, n: i32, v: usize, vn: i32): i32;
@external("env", "proxy_remove_header_map_value") declare function proxy_remove_header_map_value(t: i32, p: usize, n: i32): i32;
@external("env", "proxy_continue_stream") declare function proxy_continue_stream(t: i32): i32;
@external("env", "proxy_send_local_response") declare function proxy_send_local_response(c: i32, d: usize, dn: i32, b: usize, bn: i32, h: usize, hn: i32, g: i32): i32;
@external("env", "proxy_http_call") declare function proxy_http_call(u: usize, un: i32, h: usize, hn: i32, b: usize, bn: i32, t: usize, tn: i32, ms: i32, tp: usize): i32;
@external("env", "proxy_set_tick_period_milliseconds") declare function proxy_set_tick_period_milliseconds(ms: i32): i32;
@external("env", "proxy_set_effective_context") declare function proxy_set_effective_context(id: i32): i32;
@external("env", "proxy_get_shared_data") declare function proxy_get_shared_data(p: usize, n: i32, pp: usize, np: usize, cas: usize): i32;
@external("env", "proxy_set_shared_data") declare function proxy_set_shared_data(p: usize, n: i32, v: usize, vn: i32, cas: i32): i32;
@external("env", "proxy_define_metric") declare function proxy_define_metric(t: i32, p: usize, n: i32, id: usize): i32;
@external("env", "proxy_increment_metric") declare function proxy_increment_metric(id: i32, by: i64): i32;
@external("env", "proxy_get_current_time_nanoseconds") declare function proxy_get_current_time_nanoseconds(p: usize): i32;
@external("wasi_snapshot_preview1", "environ_get") declare function environ_get(v: usize, b: usize): i32;
@external("wasi_snapshot_preview1", "environ_sizes_get") declare function environ_sizes_get(n: usize, b: usize): i32;

export function proxy_abi_version_0_2_1(): void {}
export function malloc(n: i32): usize { return heap.alloc(n); }
function abort(m: string | null, f: string | null, l: u32, c: u32): void { unreachable(); }

const OUT = memory.data(16);
const CONTINUE = 0, STOP = 1, BUFFER = 1;
const REQUEST = 0, RESPONSE = 2, CALL_HEADERS = 6;
const REQUEST_BODY = 0, RESPONSE_BODY = 1, CALL_BODY = 4, PLUGIN_CONFIG = 7;

function bytes(s: string): ArrayBuffer { return String.UTF8.encode(s); }
function at(b: ArrayBuffer): usize { return changetype<usize>(b); }
function out(): string { return String.UTF8.decodeUnsafe(<usize>load<u32>(OUT), load<u32>(OUT + 4)); }
function log(s: string): void { const b = bytes(s); proxy_log(2, at(b), b.byteLength); }
function got(status: i32): string { return status == 0 ? out() : "#" + status.toString(); }
function header(map: i32, key: string): string {
  const k = bytes(key);
  return got(proxy_get_header_map_value(map, at(k), k.byteLength, OUT, OUT + 4));
}
function replace(map: i32, key: string, value: string): i32 {
  const k = bytes(key), v = bytes(value);
  return proxy_replace_header_map_value(map, at(k), k.byteLength, at(v), v.byteLength);
}
function add(map: i32, key: string, value: string): i32 {
  const k = bytes(key), v = bytes(value);
  return proxy_add_header_map_value(map, at(k), k.byteLength, at(v), v.byteLength);
}
function remove(map: i32, key: string): i32 {
  const k = bytes(key);
  return proxy_remove_header_map_value(map, at(k), k.byteLength);
}
function property(path: string): string {
  const p = bytes(path);
  return got(proxy_get_property(at(p), p.byteLength, OUT, OUT + 4));
}
function number(path: string): u64 {
  const p = bytes(path);
  return proxy_get_property(at(p), p.byteLength, OUT, OUT + 4) == 0 ? load<u64>(<usize>load<u32>(OUT)) : 999;
}
function setProperty(path: string, value: string): i32 {
  const p = bytes(path), v = bytes(value);
  return proxy_set_property(at(p), p.byteLength, at(v), v.byteLength);
}
function body(type: i32, start: i32 = 0, length: i32 = i32.MAX_VALUE): string {
  return got(proxy_get_buffer_bytes(type, start, length, OUT, OUT + 4));
}
function setBody(type: i32, start: i32, length: i32, value: string): i32 {
  const v = bytes(value);
  return proxy_set_buffer_bytes(type, start, length, at(v), v.byteLength);
}
function reply(status: i32, text: string, details: string = ""): i32 {
  const b = bytes(text), d = bytes(details);
  return proxy_send_local_response(status, at(d), d.byteLength, at(b), b.byteLength, 0, 0, -1);
}
function pairs(list: string[]): ArrayBuffer {
  let size = 4;
  for (let i = 0; i < list.length; i++) size += 4 + String.UTF8.byteLength(list[i]) + 1;
  const b = new ArrayBuffer(size);
  let p = changetype<usize>(b);
  store<u32>(p, list.length / 2);
  p += 4;
  for (let i = 0; i < list.length; i++) { store<u32>(p, String.UTF8.byteLength(list[i])); p += 4; }
  for (let i = 0; i < list.length; i++) p += String.UTF8.encodeUnsafe(changetype<usize>(list[i]), list[i].length, p, true);
  return b;
}
function call(cluster: string, path: string, text: string, ms: i32): i32 {
  const c = bytes(cluster), h = pairs([":method", "POST", ":path", path, ":authority", cluster]), b = bytes(text);
  const status = proxy_http_call(at(c), c.byteLength, at(h), h.byteLength, at(b), b.byteLength, 0, 0, ms, OUT);
  return status == 0 ? load<u32>(OUT) : -status;
}
`;

/**
 * Compiles the AssemblyScript of a test filter, the prelude above put before it, as `plugin/` is compiled.
 * @throws with the compiler's own words.
 */
export async function compileFilter(source: string): Promise<Uint8Array> {
  const { binary, error, stderr } = await compile(prelude + source);
  if (error || !binary) throw new Error(`the test filter does not compile:\n${stderr}`);
  return binary;
}

async function compile(source: string) {
  const files: Record<string, Uint8Array> = {};
  const { error, stderr } = await asc.main(
    ["filter.ts", "--outFile", "filter.wasm", "--use", "abort=filter/abort", "--exportStart", "_initialize"],
    {
      readFile: (name) => (name === "filter.ts" ? source : null),
      writeFile: (name, contents) => {
        files[name] = contents as Uint8Array;
      },
      listFiles: () => [],
    },
  );
  return { binary: files["filter.wasm"], error, stderr: stderr.toString() };
}
