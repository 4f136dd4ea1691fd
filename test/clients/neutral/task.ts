import type { Ask } from "./ask.ts";

/** What a client is told to do. Plain JSON: the Python clients get it as it stands. */
export type Task = ChatTask | LeaveTask | EmbedTask | ModelsTask | CountTask;

export interface ChatTask {
  do: "chat";
  model: string;
  ask: Ask;
  stream: boolean;
  /** What the tools answer, in the order of their calls: with it, the client goes on to a second turn. */
  results?: readonly string[];
}

/** Asks for a stream, and leaves when it has heard the first of it. */
export interface LeaveTask {
  do: "leave";
  model: string;
  ask: Ask;
}

export interface EmbedTask {
  do: "embed";
  model: string;
  input: readonly string[];
  dimensions: number;
  /** Absent: as the library chooses, which is base64 for OpenAI's. */
  encoding?: "float";
}

export interface ModelsTask {
  do: "models";
  model: string;
}

export interface CountTask {
  do: "count";
  model: string;
  ask: Ask;
}

/** A task for whatever model. */
export type AnyModel<T extends Task = Task> = T extends Task ? Omit<T, "model"> : never;
