import { parsed } from "./parsed.ts";
import { field } from "./protocol/protocol.ts";
import type { Endpoint } from "./seeds/index.ts";

/** Whether a request asks for a stream. */
export function wantsStream({ protocol }: Endpoint, body: Uint8Array): boolean {
  if (protocol.stream === undefined) return false;
  const request = parsed(body);
  const stream = field(request, "stream");
  return request !== undefined && (stream === true || (protocol.stream.byDefault && stream !== false));
}
