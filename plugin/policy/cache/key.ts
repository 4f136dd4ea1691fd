import { ClientRequest } from "../../dialect/client-request";
import { Endpoint } from "../../dialect/endpoint";
import { ChatRequest } from "../../exchange/request";
import { writeCanonicalBut } from "../../wire/canonical-json";
import { HeaderReader } from "../../wire/header-list";
import { Output } from "../../wire/output";
import { Packer } from "../../wire/packed";
import { sha256 } from "../../wire/sha256";
import { length, Span } from "../../wire/span";
import { Model } from "../model/model";
import { writeCanonicalRequest } from "./canonical-request";

export const KEY_SIZE: i32 = 32;

/** What a key keeps from one request to the next: a longer prompt's room is given back. */
const KEPT_BYTES: i32 = 1024 * 1024;

const packer = new Packer(new Output());

/** One request, as far as its answer hangs on it. */
export class KeyedRequest {
  constructor(
    /** The caller's; ABSENT for an anonymous one. */
    public tenant: Span,
    public model: Model,
    /** The model's name as the client has it. */
    public asked: Span,
    public endpoint: Endpoint,
    /** The client's: serialised pairs. */
    public headers: Span,
    public query: Span,
    public request: ClientRequest,
  ) {}
}

/** No tenant gets another's answer. */
function open(keyed: KeyedRequest): void {
  if (packer.out.size > KEPT_BYTES) packer.out.free();
  packer.out.clear();
  packer.bytes(keyed.tenant);
  packer.bytes(keyed.model.name);
  packer.bytes(keyed.model.isGlob ? keyed.asked : keyed.model.name);
}

function close(into: StaticArray<u8>): void {
  sha256(packer.out.bytes, changetype<usize>(into));
}

/**
 * The key of a chat that the neutral form holds whole: the same for every dialect, but for the older endpoints,
 * whose providers may answer a bare prompt in another way than a chat.
 */
export function neutralKey(keyed: KeyedRequest, request: ChatRequest, into: StaticArray<u8>): void {
  const dialect = keyed.endpoint.dialect;
  open(keyed);
  packer.ascii(dialect.isLegacy() ? dialect.chatPath() : "chat");
  writeCanonicalRequest(request, packer);
  close(into);
}

/**
 * The key of any other request: its body, in whatever spelling, and what else of it reaches a provider of the
 * client's own dialect. `path`: which tells the dialect's endpoints apart.
 */
export function ownKey(keyed: KeyedRequest, path: string, into: StaticArray<u8>): void {
  const dialect = keyed.endpoint.dialect;
  open(keyed);
  packer.ascii("own:" + dialect.name + path);
  packer.bytes(keyed.query);
  const reader = new HeaderReader(keyed.headers);
  while (reader.next()) {
    if (!dialect.changesAnswer(reader)) continue;
    packer.bytes(reader.name);
    packer.bytes(reader.value);
  }
  writeCanonicalBut(keyed.request.tape, dialect.deliveryFields(), packer);
  close(into);
}

/** Whether something is asked for that the neutral form does not tell: by headers or query, such as a beta, or by the body. */
export function hasOptions(keyed: KeyedRequest): bool {
  const dialect = keyed.endpoint.dialect;
  if (length(keyed.query) > 0 || dialect.asksMore(keyed.request.tape)) return true;
  const reader = new HeaderReader(keyed.headers);
  while (reader.next()) if (dialect.changesAnswer(reader)) return true;
  return false;
}
