import type { Result } from "./abi.ts";
import type { ByteBuffer } from "./byte-buffer.ts";
import { Context } from "./context.ts";
import { HostLoadError } from "./errors.ts";
import type { HeaderMap } from "./header-map.ts";
import type { CallReply } from "./http-calls.ts";
import type { PluginSpec } from "./plugin.ts";
import type { Vm } from "./vm.ts";

/** A plugin with one configuration in one VM. */
export class RootContext extends Context {
  override readonly root = this;
  readonly plugin: PluginSpec;
  /** Of the timer that the guest set, 0 for none. */
  tickPeriodMs = 0;
  nextTickAt = 0;
  /** The reply that `proxy_on_http_call_response` is reading. */
  callReply: CallReply | undefined;
  /** Read by `proxy_get_status` while a call that got no response at all is reported. */
  callFailed = false;
  #configurationAtHand = false;
  #streams = 0;
  #state: "live" | "draining" | "waiting for proxy_done" | "deleted" = "live";

  constructor(vm: Vm, plugin: PluginSpec) {
    super(vm);
    this.plugin = plugin;
  }

  get deleted(): boolean {
    return this.#state === "deleted";
  }

  /** @throws HostLoadError when the guest refuses, or traps. */
  start(): void {
    this.vm.call(this, "proxy_on_context_create", [this.id, 0]);
    const started = this.vm.call(this, "proxy_on_vm_start", [this.id, this.vm.configuration.length], 1);
    if (started === 0) throw new HostLoadError(`${this.plugin.rootId}: proxy_on_vm_start returned false`);
    this.#configurationAtHand = true;
    const configured = this.vm.call(this, "proxy_on_configure", [this.id, this.configuration.length], 1);
    this.#configurationAtHand = false;
    if (configured === 0) throw new HostLoadError(`${this.plugin.rootId}: proxy_on_configure returned false`);
    if (this.vm.failure) throw new HostLoadError(`${this.plugin.rootId}: ${this.vm.failure}`);
  }

  get configuration(): Uint8Array {
    return this.plugin.configuration;
  }

  /** What the PluginConfiguration buffer holds: nothing at all outside `proxy_on_configure`. */
  get offeredConfiguration(): Uint8Array | undefined {
    return this.#configurationAtHand ? this.configuration : undefined;
  }

  streamOpened(): void {
    this.#streams++;
  }

  streamClosed(): void {
    this.#streams--;
    this.#deleteWhenDrained();
  }

  /** No new stream will use it: done and deleted when its last one has gone. */
  drain(): void {
    if (this.#state === "live") this.#state = "draining";
    this.#deleteWhenDrained();
  }

  /** `proxy_done`: the guest that returned false from `proxy_on_done` is ready now. */
  done(): boolean {
    if (this.#state !== "waiting for proxy_done") return false;
    this.vm.afterCall(() => this.#delete());
    return true;
  }

  override headers(type: number): HeaderMap {
    throw this.illegal(`a root context has no header map ${type}`);
  }

  override body(type: number): ByteBuffer {
    throw this.illegal(`a root context has no body ${type}`);
  }

  override continueStream(): Result {
    throw this.illegal("proxy_continue_stream on a root context: proxy_set_effective_context was forgotten");
  }

  override closeStream(): Result {
    throw this.illegal("proxy_close_stream on a root context: proxy_set_effective_context was forgotten");
  }

  override sendLocalReply(): void {
    throw this.illegal("proxy_send_local_response on a root context: proxy_set_effective_context was forgotten");
  }

  #deleteWhenDrained(): void {
    if (this.#state !== "draining" || this.#streams > 0) return;
    this.#state = "waiting for proxy_done";
    if (this.vm.call(this, "proxy_on_done", [this.id], 1) !== 0) this.#delete();
  }

  #delete(): void {
    this.vm.call(this, "proxy_on_delete", [this.id]);
    this.#state = "deleted";
    this.vm.contexts.delete(this.id);
  }
}
