import { ChatRequest, Tool } from "../../exchange/request";
import { Constant } from "../../wire/constant";
import { ABSENT, hash64, Span } from "../../wire/span";
import { identity, offeredName } from "./offered-name";
import { OwnTool } from "./own-tool";

/** Where the platform's own tools stand, apart from a client's function of the same name: no namespace has such a name. */
const PLATFORM = new Constant(" ");

/** The tools of a request while it is read: what the client calls them, and under which names they are offered. */
export class ToolTable {
  /** By the hash of both of its own names: the place in the request's list. */
  private places: Map<u64, i32> = new Map<u64, i32>();
  /** By the hash of the name alone: the first of that name. */
  private byName: Map<u64, i32> = new Map<u64, i32>();
  private offered: Set<u64> = new Set<u64>();

  /** By the hash of the item's id: the id of the local shell's call. */
  private shellCalls: Map<u64, Span> = new Map<u64, Span>();

  constructor(public request: ChatRequest) {}

  /** Names a tool as it is offered, and adds it; one that is there already is not added again. */
  add(tool: OwnTool): void {
    const known = tool.isLocal ? identity(PLATFORM.bytes, tool.ownName) : identity(tool.namespace, tool.ownName);
    if (this.places.has(known)) return;
    this.places.set(known, this.request.tools.length);
    if (!tool.isLocal && !this.byName.has(hash64(tool.ownName)))
      this.byName.set(hash64(tool.ownName), this.request.tools.length);
    tool.name = tool.ownName;
    const isTaken = this.offered.has(hash64(tool.name));
    if (tool.namespace != ABSENT || isTaken) tool.name = this.nameOf(tool.namespace, tool.ownName);
    this.offered.add(hash64(tool.name));
    this.request.tools.push(tool);
  }

  private nameOf(namespace: Span, name: Span): Span {
    const joined = offeredName(namespace, name, false);
    const isTaken = this.offered.has(hash64(joined));
    return this.request.arena.keep(isTaken ? offeredName(namespace, name, true) : joined);
  }

  /** Null: the request has no such tool. A client may leave the namespace out. */
  find(namespace: Span, name: Span): Tool | null {
    const known = identity(namespace, name);
    if (this.places.has(known)) return this.request.tools[this.places.get(known)];
    const alone = hash64(name);
    return namespace == ABSENT && this.byName.has(alone) ? this.request.tools[this.byName.get(alone)] : null;
  }

  /** Likewise, a tool of the platform's that the client runs. */
  findLocal(type: Span): Tool | null {
    const known = identity(PLATFORM.bytes, type);
    return this.places.has(known) ? this.request.tools[this.places.get(known)] : null;
  }

  /** As `calledName`, of such a tool. */
  calledLocal(type: Span): Span {
    const tool = this.findLocal(type);
    return tool === null ? type : tool.name;
  }

  /** Under which name a call of the conversation goes to the provider. */
  calledName(namespace: Span, name: Span): Span {
    const tool = this.find(namespace, name);
    if (tool !== null) return tool.name;
    return namespace == ABSENT ? name : this.request.arena.keep(offeredName(namespace, name, false));
  }

  noteShellCall(item: Span, call: Span): void {
    if (item != ABSENT) this.shellCalls.set(hash64(item), call);
  }

  /** ABSENT: none of that item's id. */
  shellCall(item: Span): Span {
    const known = hash64(item);
    return this.shellCalls.has(known) ? this.shellCalls.get(known) : ABSENT;
  }
}
