import type { AssistantTurn } from "../neutral/asked.ts";
import { type Reply, SIGNATURE } from "../neutral/reply.ts";
import type { Meeting } from "./case.ts";
import { GETS_SIGNATURE, SIGNS, TAKES_BACK } from "./dialect-facts.ts";

/** Whether the client sees a signature with a reply's reasoning. */
export function getsSignature({ client, provider }: Meeting): boolean {
  const when = GETS_SIGNATURE[client];
  return when === "always" || (when === "where signed" && SIGNS.includes(provider));
}

/** What the provider gets back of its own reasoning with the next turn; undefined: nothing. */
export function handedBack({ reasoning }: Reply, meeting: Meeting): AssistantTurn["reasoning"] {
  if (reasoning === undefined) return undefined;
  const { client, provider } = meeting;
  const text = reasoning.pieces.join("");
  const signed = SIGNS.includes(provider) && getsSignature(meeting) ? { text, signature: SIGNATURE } : undefined;
  // In its own dialect it gets all that the client says.
  if (client === provider) return signed ?? { text };
  if (TAKES_BACK[provider] === "signed") return signed;
  return TAKES_BACK[provider] === "text" ? { text } : undefined;
}

/**
 * Whether the request after this reply may ask for thought: Anthropic's API refuses that of a turn that
 * goes on from tool calls without the reasoning that led to them.
 */
export function mayThinkAfter(reply: Reply, meeting: Meeting): boolean {
  return meeting.provider !== "anthropic" || handedBack(reply, meeting)?.signature !== undefined;
}
