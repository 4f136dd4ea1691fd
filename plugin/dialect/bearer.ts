import { HeaderWriter } from "../wire/header-list";
import { Output } from "../wire/output";
import { Span } from "../wire/span";

const scratch = new Output();

/** `authorization: Bearer <key>`, RFC 6750. */
export function writeBearer(key: Span, headers: HeaderWriter): void {
  scratch.clear();
  scratch.ascii("Bearer ");
  scratch.raw(key);
  headers.set("authorization", scratch.bytes);
}
