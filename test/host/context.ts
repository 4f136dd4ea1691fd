import type { Result } from "./abi.ts";
import type { ByteBuffer } from "./byte-buffer.ts";
import { HostPhaseError } from "./errors.ts";
import type { HeaderMap } from "./header-map.ts";
import type { LocalReply } from "./local-reply.ts";
import type { RootContext } from "./root-context.ts";
import type { StreamInfo } from "./stream-info.ts";
import type { Vm } from "./vm.ts";

/** What a context id in the guest stands for: what its hostcalls may see and do. */
export abstract class Context {
  readonly vm: Vm;
  readonly id: number;
  abstract readonly root: RootContext;

  constructor(vm: Vm) {
    this.vm = vm;
    this.id = vm.adopt(this);
  }

  /** @throws HostPhaseError when Envoy would not offer the map now, or changing it would change nothing. */
  abstract headers(type: number, use: "read" | "write"): HeaderMap;
  /** @throws HostPhaseError when Envoy would not offer the body now. */
  abstract body(type: number): ByteBuffer;
  abstract continueStream(type: number): Result;
  abstract closeStream(type: number): Result;
  abstract sendLocalReply(reply: LocalReply): void;

  /** The request's, where there is a request. */
  get info(): StreamInfo | undefined {
    return undefined;
  }

  /** The head that properties are read from, where it is at hand. */
  knownHead(_direction: "request" | "response"): HeaderMap | undefined {
    return undefined;
  }

  protected illegal(what: string): HostPhaseError {
    return new HostPhaseError(`${what}, in ${this.vm.running} of context ${this.id} (${this.root.plugin.rootId})`);
  }
}
