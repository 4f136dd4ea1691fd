/** Speaking for another stream than the one that is called now. */
import * as env from "./env";
import { Status, StreamType } from "./types";

/** Whose the following calls are; false if that stream is gone. Speak for the stream that is called again at the end. */
export function speakFor(id: u32): bool {
  return env.proxy_set_effective_context(id) == Status.Ok;
}

/** Lets a held request go on, at the end of this callback. */
export function continueRequest(): void {
  env.proxy_continue_stream(StreamType.Request);
}
