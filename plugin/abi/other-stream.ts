/** Speaking for another stream than the one that is called now. */
import * as env from "./env";
import { Status, StreamType } from "./types";

/** Whose the following calls are; false if that stream is gone. Speak for the stream that is called again at the end. */
export function speakFor(id: u32): bool {
  return env.proxy_set_effective_context(id) == Status.Ok;
}

/** Lets the held request of the stream that is spoken for go on, at the end of this callback. */
export function continueRequest(): void {
  env.proxy_continue_stream(StreamType.Request);
}

/** Lets the response of the stream `id` go on, at the end of this callback. `self`: the stream that is called now. */
export function continueResponse(id: u32, self: u32): void {
  speakFor(id);
  env.proxy_continue_stream(StreamType.Response);
  speakFor(self);
}
