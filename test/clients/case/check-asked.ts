import { expect } from "vitest";
import type { Ask, AskTurn } from "../neutral/ask.ts";
import type { Asked, AskedImage, AskedTurn } from "../neutral/asked.ts";
import type { Reply } from "../neutral/reply.ts";
import type { ChatTask } from "../neutral/task.ts";
import type { Meeting } from "./case.ts";
import { SAMPLES } from "./dialect-facts.ts";
import { handedBack, mayThinkAfter } from "./handed-back.ts";

/** The provider was asked what the client asked, once for each turn, and could make sense of it. */
export function checkAsked(task: Omit<ChatTask, "model">, replies: readonly Reply[], meeting: Meeting): void {
  expect(meeting.received.map(({ refused }) => refused?.message)).toEqual(replies.map(() => undefined));
  const turns: AskedTurn[] = task.ask.turns.map((turn) => turnOf(turn, meeting));
  for (const [index, { asked }] of meeting.received.entries()) {
    expect(asked).toMatchObject({ stream: task.stream, ...settings(task.ask) });
    if (asked !== undefined) {
      checkThinking(asked, task.ask, replies[index - 1], meeting);
      checkSampling(asked, task.ask, meeting);
    }
    expect(asked?.turns).toEqual(turns);
    const reply = replies[index];
    if (reply !== undefined) turns.push(...turnsAfter(reply, task.results ?? [], meeting));
  }
}

function settings({ system = "", tools = [], toolChoice, format, maxTokens, stop }: Ask): object {
  return {
    system,
    // No client here asks for strict arguments: nor may the provider think so.
    tools: tools.map((tool) => ({ ...tool, strict: false })),
    ...(toolChoice && { toolChoice }),
    ...(format && { format: { schema: format.schema } }),
    ...(maxTokens && { maxTokens }),
    ...(stop && { stop }),
  };
}

/** Dialects say an effort, a budget of tokens, or only that there is to be thought. `before`: the reply of the turn before. */
function checkThinking(
  { thinking }: Asked,
  { thinking: wanted }: Ask,
  before: Reply | undefined,
  meeting: Meeting,
): void {
  const asks = wanted !== undefined && (before === undefined || mayThinkAfter(before, meeting));
  expect(thinking !== undefined).toBe(asks);
  if (wanted !== undefined && "effort" in wanted) expect([undefined, wanted.effort]).toContain(thinking?.effort);
}

function checkSampling(asked: Asked, wanted: Ask, { client, provider }: Meeting): void {
  const { temperature, topP } = SAMPLES.includes(client) ? wanted : {};
  const got = { temperature: asked.temperature, topP: asked.topP };
  if (!SAMPLES.includes(provider) && got.temperature === undefined && got.topP === undefined) return;
  // Anthropic refuses the two together.
  const both = provider === "anthropic" && temperature !== undefined;
  expect(got).toEqual({ temperature, topP: both ? undefined : topP });
}

function turnOf({ role, text, image }: AskTurn, { provider }: Meeting): AskedTurn {
  if (role === "assistant") return { role, text, calls: [] };
  if (image === undefined) return { role, text, images: [] };
  const seen: AskedImage = provider === "ollama" && "base64" in image ? { base64: image.base64 } : image;
  return { role, text, images: [seen] };
}

/** What the next request has to say of a turn: its calls, each with its result, and its reasoning if it goes back. */
function turnsAfter(reply: Reply, results: readonly string[], meeting: Meeting): AskedTurn[] {
  const calls = (reply.calls ?? []).map(({ name, arguments: given }) => ({ name, arguments: given }));
  const reasoning = handedBack(reply, meeting);
  return [
    { role: "assistant", text: reply.pieces.join(""), calls, ...(reasoning && { reasoning }) },
    { role: "tool", results: calls.map((of, index) => ({ of, text: results[index] ?? "" })) },
  ];
}
