import { Framing } from "../wire/framing";
import { Output } from "../wire/output";
import { Span } from "../wire/span";
import { Failure } from "./failure";
import { StopReason, Usage } from "./response";

/** What one event of a provider's stream means. */
export enum Step {
  /** Nothing a user would see: a role, a ping, a count. */
  Nothing = 0,
  /** The first or a further piece of the answer: from here on no other target can take over. */
  Content = 1,
  /** The answer is whole. */
  Finished = 2,
  /** The provider reports an error: see `failure`. */
  Failed = 3,
}

/**
 * Writes a stream in the client's dialect. Spans are raw JSON strings, valid during the call only.
 * Readers call in the order of the provider's events; whatever order a client's dialect demands
 * (blocks one after the other, whole calls only) is its writer's to make.
 */
export abstract class StreamWriter {
  /** The provider's dialect, where it is not the client's: whose signatures these are, see opaque.ts. */
  maker: string = "";

  constructor(public out: Output) {}

  /** Once, before all others. ABSENT where the provider gave none. `usage`: what is counted so far. */
  abstract begin(id: Span, model: Span, usage: Usage): void;
  abstract text(piece: Span): void;
  /** OpenAI's probabilities of the tokens in the next `text`: a whole JSON list. */
  logprobs(list: Span): void {}
  /** The model's words on why it does not answer. */
  abstract refusal(piece: Span): void;
  abstract reasoning(piece: Span): void;
  /** Seals the reasoning so far: whole, after its last piece. `id`: of the item, or ABSENT. */
  abstract signature(signature: Span, id: Span): void;
  /** Reasoning that only its maker can read, whole. */
  abstract encryptedReasoning(data: Span, id: Span): void;
  /** A tool call begins. `index`: 0, 1, 2 … in the order of their begin. `id` ABSENT: the provider gave none. */
  abstract toolCall(index: i32, id: Span, name: Span): void;
  /** A piece of the call's arguments: JSON text inside a raw string. Calls may take turns. */
  abstract toolInput(index: i32, piece: Span): void;
  /** A piece that has no neutral form, for a client of the provider's own dialect: as `ChatResponse.answersOtherwise`. */
  otherwise(): void {}
  /** The end of a whole answer. `stopSequence`: the one that was met, a raw string, or ABSENT. */
  abstract finish(reason: StopReason, stopSequence: Span, usage: Usage): void;
  /** The end of a broken one: the dialect's own error event, and nothing that looks like a finish. */
  abstract fail(failure: Failure): void;

  /** Something that a client passes over, so that it hears something. `model`: its name as the client wrote it, a raw string. */
  ping(model: Span): void {}

  /** Frees what it keeps from event to event; `out` is its maker's. */
  free(): void {}
}

/** For the same dialect on both sides: the provider's bytes go through, and events are read only for what they mean. */
export class SilentWriter extends StreamWriter {
  begin(id: Span, model: Span, usage: Usage): void {}
  text(piece: Span): void {}
  refusal(piece: Span): void {}
  reasoning(piece: Span): void {}
  signature(signature: Span, id: Span): void {}
  encryptedReasoning(data: Span, id: Span): void {}
  toolCall(index: i32, id: Span, name: Span): void {}
  toolInput(index: i32, piece: Span): void {}
  finish(reason: StopReason, stopSequence: Span, usage: Usage): void {}
  fail(failure: Failure): void {}
}

/** Reads a provider's stream, event by event, into a writer. */
export abstract class StreamReader {
  failure: Failure | null = null;
  /** Whether the provider itself reported it, in an event of its dialect. */
  saidFailure: bool = false;
  usage: Usage = new Usage();
  /** Whether the provider has said that the answer is whole. */
  finished: bool = false;
  /** Whether the event that said so held a piece of the answer too. */
  saidAtEnd: bool = false;
  /** Whether the event read last holds nothing but usage, which a client of the same dialect did not ask for. */
  onlyUsage: bool = false;

  constructor(public framing: Framing) {}

  /** Reads the event in `framing.data`. */
  abstract read(writer: StreamWriter): Step;

  /** The stream is over: true if the answer is whole, though the dialect's end mark may be missing. */
  abstract end(writer: StreamWriter): bool;

  /** Frees what it keeps from event to event. */
  free(): void {
    this.framing.free();
  }

  protected reported(status: i32, message: string): Step {
    this.failure = new Failure(status, message);
    this.saidFailure = true;
    return Step.Failed;
  }

  protected broken(message: string): Step {
    this.failure = new Failure(502, message);
    return Step.Failed;
  }
}
