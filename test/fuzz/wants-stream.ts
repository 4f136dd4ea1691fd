import type { Endpoint } from "./seeds/index.ts";

/** Whether a request asks for a stream. */
export function wantsStream({ protocol }: Endpoint, body: Uint8Array): boolean {
  try {
    const { stream } = JSON.parse(Buffer.from(body).toString()) as { stream?: unknown };
    return stream === true || (protocol.streamsByDefault && stream !== false);
  } catch {
    return false;
  }
}
