import { parseStream, textOf } from "../fixtures/wire/index.ts";
import { CLIENT_KEY } from "./gateway.ts";
import type { Scenario } from "./scenarios.ts";
import type { Side } from "./sides.ts";
import { answerBody, CHAT_REPLY, STREAM_PIECES, STREAM_REPLY } from "./workload.ts";

/**
 * Asks once what wrk will ask many times.
 *
 * @returns how many bytes the answer's body has
 * @throws Error if the answer is not the whole one
 */
export async function checkAnswer(scenario: Scenario, side: Side): Promise<number> {
  const response = await fetch(side.url, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${CLIENT_KEY}` },
    body: side.body,
    signal: AbortSignal.timeout(10_000),
  });
  const text = await response.text();
  const wrong = response.status === 200 ? problemOf(scenario, side, text) : `status ${response.status}`;
  if (wrong !== undefined) throw new Error(`${scenario.name}, ${side.name}: ${wrong}: ${text.slice(0, 1000)}`);
  return Buffer.byteLength(text);
}

function problemOf({ kind, dialect }: Scenario, { name }: Side, text: string): string | undefined {
  const passedThrough = name === "plain" || dialect === "openai";
  if (passedThrough) return text === answerBody(kind, "openai") ? undefined : "not the mock's own bytes";
  return kind === "chat" ? chatProblem(text) : streamProblem(text);
}

function chatProblem(text: string): string | undefined {
  const answer = JSON.parse(text) as { choices: { message: { content: string } }[] };
  return answer.choices[0]?.message.content === textOf(CHAT_REPLY) ? undefined : "not the mock's words";
}

function streamProblem(text: string): string | undefined {
  const events = parseStream("openai", text).map(({ data }) => data);
  if (events.at(-1) !== "[DONE]") return "the stream has no end";
  const pieces = (events.slice(0, -1) as { choices: { delta: { content?: string } }[] }[])
    .map(({ choices }) => choices[0]?.delta.content ?? "")
    .filter((piece) => piece !== "");
  if (pieces.length !== STREAM_PIECES) return `${pieces.length} pieces in place of ${STREAM_PIECES}`;
  return pieces.join("") === textOf(STREAM_REPLY) ? undefined : "not the mock's words";
}
