/**
 * From the host's callbacks to contexts. An unknown id answers "go on" and never traps: the host may
 * call for a stream of a VM that was reloaded in between.
 */
import { RootContext, StreamContext } from "./context";
import { rootId } from "./host";
import { resetArena } from "./memory";
import { speakFor } from "./other-stream";
import { DataStatus, HeadersStatus } from "./types";

type RootFactory = () => RootContext;

const factories = new Map<string, RootFactory>();
const roots = new Map<u32, RootContext>();
const streams = new Map<u32, StreamContext>();
/** Streams that wait for the reply to an HTTP call, by its token. */
const waiting = new Map<u32, u32>();
let deletedSinceCollect: i32 = 0;
/** Bytes that streams left behind since then. */
let garbage: i64 = 0;
/** More of them are not waited for: the VM has 1 GiB. */
const MOST_GARBAGE: i64 = 8 * 1024 * 1024;
let onIdle: () => void = () => {};
/** How many objects live on from stream to stream. */
let lasting: i32 = 0;

/** Roughly how many objects the root keeps from now on: each collection visits all of them. What it kept before goes with the next. */
export function expectLasting(objects: i32): void {
  lasting = objects;
  deletedSinceCollect = objects;
}

/** What is done when the last stream has ended. */
export function whenIdle(action: () => void): void {
  onIdle = action;
}

/** The stream that ends left so many bytes behind, at most. */
export function expectGarbage(bytes: i64): void {
  garbage += bytes;
}

/** Says which root context serves the plugins of that `root_id`. */
export function registerRoot(id: string, factory: RootFactory): void {
  factories.set(id, factory);
}

/** The reply to that call is for the stream `id`: Envoy hands every reply to the root. */
export function awaitReply(token: u32, id: u32): void {
  waiting.set(token, id);
}

/** The stream that waited has gone. */
export function dropReply(token: u32): void {
  waiting.delete(token);
}

function stream(id: u32): StreamContext | null {
  resetArena();
  return streams.has(id) ? streams.get(id) : null;
}

function root(id: u32): RootContext | null {
  resetArena();
  return roots.has(id) ? roots.get(id) : null;
}

/**
 * The minimal runtime collects only when told to. At the end of a callback no managed value is on
 * the stack, so this is the one safe place; waiting for as many deaths as there are live streams
 * keeps the cost per stream constant, however many are alive; and for one to sixteen lasting objects, however large the
 * policy: a visit takes about 30 ns, so that is half a microsecond per stream.
 */
function collectGarbage(): void {
  deletedSinceCollect += 1;
  if (garbage < MOST_GARBAGE && deletedSinceCollect < max(max(64, streams.size), lasting / 16)) return;
  deletedSinceCollect = 0;
  garbage = 0;
  __collect();
}

export function proxy_abi_version_0_2_1(): void {}

export function proxy_on_vm_start(id: u32, size: i32): bool {
  return true;
}

export function proxy_on_context_create(id: u32, parent: u32): void {
  resetArena();
  if (parent == 0) {
    const name = rootId();
    if (factories.has(name)) roots.set(id, factories.get(name)());
  } else if (roots.has(parent)) {
    streams.set(id, roots.get(parent).newStream(id));
  }
}

export function proxy_on_configure(id: u32, size: i32): bool {
  const context = root(id);
  return context !== null && context.onConfigure(size);
}

export function proxy_on_tick(id: u32): void {
  const context = root(id);
  if (context !== null) context.onTick();
  // Ticks make garbage too, where no request comes by for hours.
  collectGarbage();
}

export function proxy_on_http_call_response(id: u32, token: u32, headerCount: i32, bodySize: i32, trailers: i32): void {
  const context = root(id);
  if (waiting.has(token)) handToStream(token, id, headerCount, bodySize);
  else if (context !== null) context.onCallResponse(token, headerCount, bodySize);
}

/** What the stream calls of the host is then about the stream. */
function handToStream(token: u32, root: u32, headerCount: i32, bodySize: i32): void {
  // Its caller has asked `has`.
  const id = waiting.get(token);
  waiting.delete(token);
  if (!streams.has(id)) return;
  speakFor(id);
  streams.get(id).onCallResponse(headerCount, bodySize);
  speakFor(root);
}

export function proxy_on_request_headers(id: u32, count: i32, endOfStream: bool): HeadersStatus {
  const context = stream(id);
  return context === null ? HeadersStatus.Continue : context.onRequestHeaders(endOfStream);
}

export function proxy_on_request_body(id: u32, size: i32, endOfStream: bool): DataStatus {
  const context = stream(id);
  return context === null ? DataStatus.Continue : context.onRequestBody(size, endOfStream);
}

export function proxy_on_request_trailers(id: u32, count: i32): i32 {
  const context = stream(id);
  return context === null || context.onRequestTrailers() ? HeadersStatus.Continue : HeadersStatus.StopIteration;
}

export function proxy_on_response_headers(id: u32, count: i32, endOfStream: bool): HeadersStatus {
  const context = stream(id);
  return context === null ? HeadersStatus.Continue : context.onResponseHeaders(endOfStream);
}

export function proxy_on_response_body(id: u32, size: i32, endOfStream: bool): DataStatus {
  const context = stream(id);
  return context === null ? DataStatus.Continue : context.onResponseBody(size, endOfStream);
}

export function proxy_on_response_trailers(id: u32, count: i32): i32 {
  const context = stream(id);
  if (context !== null) context.onResponseTrailers();
  return 0;
}

export function proxy_on_log(id: u32): void {
  const context = stream(id);
  if (context !== null) context.onLog();
}

/**
 * The end of a context. True: nothing is left to wait for. Envoy would call `proxy_on_delete` behind it;
 * each call into the VM costs about 1 µs, so that is not exported.
 */
export function proxy_on_done(id: u32): bool {
  const context = stream(id);
  if (context !== null) {
    context.onDone();
    streams.delete(id);
    collectGarbage();
    if (streams.size == 0) onIdle();
  } else if (roots.has(id)) {
    roots.delete(id);
  }
  return true;
}
