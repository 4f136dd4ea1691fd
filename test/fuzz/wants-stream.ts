import { parsed } from "./parsed.ts";
import { field } from "./protocol/protocol.ts";
import type { Endpoint } from "./seeds/index.ts";

/** Whether a request asks for a stream. */
export function wantsStream(endpoint: Endpoint, body: Uint8Array): boolean {
  const { protocol } = endpoint;
  if (protocol.stream === undefined) return false;
  const request = parsed(body);
  const stream = field(request, "stream");
  return (
    request !== undefined &&
    (stream === true || (protocol.stream.byDefault && stream !== false)) &&
    !onlyLoads(endpoint, body)
  );
}

/** Without a word to answer, Ollama only loads the model, and says so in one document. */
export function onlyLoads({ protocol }: Endpoint, body: Uint8Array): boolean {
  if (protocol.stream?.byDefault !== true) return false;
  const request = parsed(body);
  const prompt = field(request, "messages") ?? field(request, "prompt") ?? "";
  return prompt === "" || (Array.isArray(prompt) && prompt.length === 0);
}
