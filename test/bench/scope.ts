import { CONNECTIONS } from "./measure.ts";
import type { Options } from "./options.ts";
import { answerBody } from "./workload.ts";

/** What the numbers are of, and what they are not of. */
export function scope({ rounds, seconds }: Options): string {
  const size = (text: string) => `${Buffer.byteLength(text)} B`;
  return `Measured: ${rounds} round${rounds === 1 ? "" : "s"} of ${seconds} s slices, plain and gateway in turns, at concurrency ${CONNECTIONS.join(" and ")}, one worker each,
HTTP/1.1 keep-alive on loopback. Medians over the rounds; the ratio is gateway/plain of each pair of slices.
  plain     listener, router, one cluster, the same buffer limits
  gateway   the rendered configuration with an inline policy: client key (SHA-256), provider key, one target a
            model, counters; nothing listens where its control plane would be
  client    OpenAI's dialect always. "Anthropic": the gateway translates both ways, plain passes the same body to
            the mock's OpenAI answer. "renamed": the provider's name for the model differs, so it is written anew
  provider  a third Envoy, direct_response: chat ${size(answerBody("chat", "openai"))} (Anthropic ${size(answerBody("chat", "anthropic"))}), stream ${size(answerBody("stream", "openai"))} (Anthropic ${size(answerBody("stream", "anthropic"))})
CPU is utime + stime of the whole Envoy process under test (10 ms ticks), over the answers that wrk counted.
Not measured: TLS, HTTP/2, retries and failover, several targets, the control plane's snapshots, many workers, slow
streams (the mock sends its 64 events at once, so they come in two or three chunks, not one by one), memory.`;
}
