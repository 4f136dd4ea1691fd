import type { Ask } from "../neutral/ask.ts";
import type { Answer, Thrown } from "../neutral/observation.ts";
import type { EmbedTask } from "../neutral/task.ts";

/** A client's library, by the calls that its own documentation shows: the same verbs in each. */
export interface Library<Request, Message> {
  request(model: string, ask: Ask): Request;
  whole(request: Request): Promise<Message>;
  /**
   * @param heard called with each piece of the text
   * @param leave when it aborts, the stream is left
   */
  stream(request: Request, heard: (piece: string) => void, leave: AbortSignal): Promise<Message>;
  read(message: Message): Answer;
  /** The next turn: all of the last one, what came of it as the library gave it, and the tools' results. */
  next(request: Request, message: Message, results: readonly string[]): Request;
  models(): Promise<string[]>;
  embed?(task: EmbedTask): Promise<{ vectors: number[][]; embedded: number }>;
  count?(request: Request): Promise<number>;
  thrown(error: Error): Omit<Thrown, "class" | "message">;
}
