import { Part, PartKind, ReasoningPart, TextPart } from "../../exchange/part";
import { ChatRequest, Message, Role } from "../../exchange/request";
import { ABSENT, length, Span } from "../../wire/span";
import { ownEncrypted, ownSignature } from "./own-reasoning";
import { trimEnd } from "./trim-end";

/** One or several of the exchange's messages, as one message of Anthropic's. */
export class Turn {
  /** Of tool calls: they stand before all else. */
  results: Array<Message> = [];
  parts: Array<Part> = [];

  constructor(public isUser: bool) {}

  get isEmpty(): bool {
    return this.results.length == 0 && this.parts.length == 0;
  }
}

/** A request's messages as Anthropic takes them: turns that take turns, none of them empty. */
export class Conversation {
  turns: Array<Turn> = [];
  /** There was nothing but system messages: as Anthropic demands a turn, they are the user's. */
  systemOnly: bool = false;
  /** The text of the last part without white space at its end, where the assistant speaks last; ABSENT otherwise. */
  prefill: Span = ABSENT;

  constructor(request: ChatRequest) {
    this.gather(request, false);
    this.endPrefill();
    this.systemOnly = this.turns.length == 0;
    if (this.systemOnly) this.gather(request, true);
  }

  private gather(request: ChatRequest, system: bool): void {
    for (let i = 0; i < request.messages.length; i++) {
      const message = request.messages[i];
      if ((message.role == Role.System) != system) continue;
      const turn = this.turnOf(message.role != Role.Assistant);
      if (message.role == Role.Tool) {
        turn.results.push(message);
      } else {
        for (let j = 0; j < message.parts.length; j++) {
          if (isSendable(message.parts[j], request)) turn.parts.push(message.parts[j]);
        }
      }
      if (!turn.isEmpty && this.last !== turn) this.turns.push(turn);
    }
  }

  private get last(): Turn | null {
    return this.turns.length > 0 ? this.turns[this.turns.length - 1] : null;
  }

  /** The last turn if it is this speaker's, else a new one. */
  private turnOf(isUser: bool): Turn {
    const last = this.last;
    return last !== null && last.isUser == isUser ? last : new Turn(isUser);
  }

  /** Anthropic refuses a last turn of the assistant's that ends in white space. */
  private endPrefill(): void {
    const turn = this.last;
    if (turn === null || turn.isUser) return;
    while (turn.parts.length > 0) {
      const part = turn.parts[turn.parts.length - 1];
      if (part.kind != PartKind.Text) return;
      this.prefill = trimEnd(changetype<TextPart>(part).text);
      if (length(this.prefill) > 0) return;
      this.prefill = ABSENT;
      turn.parts.pop();
    }
    this.turns.pop();
  }

  get startsWithAssistant(): bool {
    return this.turns.length > 0 && !this.turns[0].isUser;
  }

  get endsWithAssistant(): bool {
    return this.turns.length > 0 && !this.turns[this.turns.length - 1].isUser;
  }

  /**
   * The assistant's turn that the answer will go on with: a prefill, or the one whose tool calls have
   * just been answered. A chain of calls and results is one turn; it began with the first.
   */
  get unfinished(): Turn | null {
    let begin: Turn | null = null;
    for (let i = this.turns.length - 1; i >= 0; i--) {
      const turn = this.turns[i];
      if (!turn.isUser) begin = turn;
      else if (turn.results.length == 0) break;
    }
    return begin;
  }
}

/** Anthropic refuses empty texts, and thoughts without a seal of its own. */
export function isSendable(part: Part, request: ChatRequest): bool {
  if (part.kind == PartKind.Text || part.kind == PartKind.Refusal) return length(changetype<TextPart>(part).text) > 0;
  if (part.kind != PartKind.Reasoning) return true;
  const reasoning = changetype<ReasoningPart>(part);
  return ownSignature(reasoning, request) != ABSENT || ownEncrypted(reasoning, request) != ABSENT;
}
