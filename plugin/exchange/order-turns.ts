import { Constant } from "../wire/constant";
import { Output } from "../wire/output";
import { hash64, same } from "../wire/span";
import { Part, PartKind, TextPart, ToolCallPart } from "./part";
import { ChatRequest, Message, Role } from "./request";

const NO_RESULT = new Constant("(no result)");
const UNCALLED = new Constant("The result of a tool call:");

const joint = new Output();

/**
 * Brings the messages into the order that every provider takes: behind an assistant's turn with calls stand
 * the results of all of them, then what came in between. A call without a result gets one that says so, a
 * result without a call becomes a message of the user's, and turns of the assistant's that follow one another
 * are one.
 */
export function orderTurns(request: ChatRequest): void {
  if (!isInOrder(request.messages)) new TurnOrder(request).apply();
}

function isInOrder(messages: Array<Message>): bool {
  /** How often each id is called and not answered, by its hash. */
  const open = new Map<u64, i32>();
  for (let i = 0; i < messages.length; i++) {
    const message = messages[i];
    if (message.role == Role.Tool) {
      if (!take(open, hash64(message.callId))) return false;
      continue;
    }
    if (open.size > 0 || (i > 0 && goesOn(messages[i - 1], message))) return false;
    addCalls(message, open);
  }
  return open.size == 0;
}

/** False: there is none to take. */
function take(open: Map<u64, i32>, call: u64): bool {
  if (!open.has(call)) return false;
  const count = open.get(call);
  if (count > 1) open.set(call, count - 1);
  else open.delete(call);
  return true;
}

function addCalls(message: Message, open: Map<u64, i32>): void {
  for (let i = 0; i < message.parts.length; i++) {
    if (message.parts[i].kind != PartKind.ToolCall) continue;
    const call = hash64(changetype<ToolCallPart>(message.parts[i]).id);
    open.set(call, (open.has(call) ? open.get(call) : 0) + 1);
  }
}

/** Whether a message is the rest of the turn before it. */
function goesOn(before: Message, message: Message): bool {
  return before.role == Role.Assistant && message.role == Role.Assistant && same(before.name, message.name);
}

class TurnOrder {
  /** What is no result, and behind it its results. */
  private turns: Array<Message> = [];
  private results: Array<Array<Message>> = [];
  /** By the hash of a call's id: the last turn that makes such a call, and how many of these are not answered. */
  private callers: Map<u64, i32> = new Map<u64, i32>();
  private open: Map<u64, i32> = new Map<u64, i32>();
  private isOther: bool = false;

  constructor(private request: ChatRequest) {
    for (let i = 0; i < request.messages.length; i++) {
      if (request.messages[i].role == Role.Tool) this.addResult(request.messages[i]);
      else this.addTurn(request.messages[i]);
    }
  }

  private addTurn(message: Message): void {
    const last = this.turns.length - 1;
    if (last >= 0 && this.results[last].length == 0 && goesOn(this.turns[last], message)) {
      this.join(this.turns[last].parts, message.parts);
    } else {
      this.turns.push(message);
      this.results.push([]);
    }
    this.noteCalls(message);
  }

  /** Two texts are two paragraphs. */
  private join(into: Array<Part>, parts: Array<Part>): void {
    for (let i = 0; i < parts.length; i++) {
      let part = parts[i];
      const isJoint = i == 0 && into.length > 0 && into[into.length - 1].kind == PartKind.Text;
      if (isJoint && part.kind == PartKind.Text) {
        joint.clear();
        joint.ascii("\\n\\n");
        joint.raw(changetype<TextPart>(part).text);
        const text = new TextPart(this.request.arena.keep(joint.bytes));
        text.cacheControl = part.cacheControl;
        part = text;
      }
      into.push(part);
    }
  }

  private noteCalls(message: Message): void {
    const turn = this.turns.length - 1;
    for (let i = 0; i < message.parts.length; i++) {
      if (message.parts[i].kind != PartKind.ToolCall) continue;
      const call = hash64(changetype<ToolCallPart>(message.parts[i]).id);
      const isSame = this.callers.has(call) && this.callers.get(call) == turn && this.open.has(call);
      this.open.set(call, isSame ? this.open.get(call) + 1 : 1);
      this.callers.set(call, turn);
    }
  }

  private addResult(result: Message): void {
    const call = hash64(result.callId);
    if (this.callers.has(call) && take(this.open, call)) {
      const turn = this.callers.get(call);
      if (turn + 1 < this.turns.length) this.isOther = true;
      this.results[turn].push(result);
      return;
    }
    const message = new Message(Role.User);
    message.parts.push(new TextPart(UNCALLED.bytes));
    for (let i = 0; i < result.parts.length; i++) message.parts.push(result.parts[i]);
    this.isOther = true;
    this.addTurn(message);
  }

  apply(): void {
    const messages: Array<Message> = [];
    for (let i = 0; i < this.turns.length; i++) {
      messages.push(this.turns[i]);
      for (let j = 0; j < this.results[i].length; j++) messages.push(this.results[i][j]);
      this.addMissing(this.turns[i], this.results[i], messages);
    }
    this.request.messages = messages;
    if (this.isOther) this.request.approximate(this.request.names.messages);
  }

  private addMissing(turn: Message, results: Array<Message>, into: Array<Message>): void {
    const given = new Map<u64, i32>();
    for (let i = 0; i < results.length; i++) {
      const call = hash64(results[i].callId);
      given.set(call, (given.has(call) ? given.get(call) : 0) + 1);
    }
    for (let i = 0; i < turn.parts.length; i++) {
      if (turn.parts[i].kind != PartKind.ToolCall) continue;
      const call = changetype<ToolCallPart>(turn.parts[i]);
      if (take(given, hash64(call.id))) continue;
      const missing = new Message(Role.Tool);
      missing.callId = call.id;
      missing.parts.push(new TextPart(NO_RESULT.bytes));
      this.isOther = true;
      into.push(missing);
    }
  }
}
