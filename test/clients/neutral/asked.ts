import type { Image, Tool, ToolCall } from "./ask.ts";

/** A chat request as its provider understands it: what every dialect can say, read out of one. */
export interface Asked {
  stream: boolean;
  system: string;
  turns: AskedTurn[];
  tools: AskedTool[];
  /** The answer may hold one call at most. */
  oneCallAtATime?: boolean;
  toolChoice?: "auto" | "none" | "required" | { name: string };
  format?: { schema: unknown };
  thinking?: { effort?: string; budget?: number };
  maxTokens?: number;
  temperature?: number;
  topP?: number;
  stop?: string[];
}

export type AskedTurn = UserTurn | AssistantTurn | ToolTurn;

export interface UserTurn {
  role: "user";
  text: string;
  images: AskedImage[];
}

export interface AssistantTurn {
  role: "assistant";
  text: string;
  calls: ToolCall[];
  reasoning?: { text: string; signature?: string };
}

/** The results that stand behind one turn of the assistant. */
export interface ToolTurn {
  role: "tool";
  results: { of: ToolCall; text: string }[];
}

/** Ollama has no media type. */
export type AskedImage = Image | { base64: string };

export interface AskedTool extends Tool {
  /** Whether the provider will hold arguments to the schema, by its own default if nothing is said. */
  strict: boolean;
  /** Called with a text in place of arguments. */
  custom?: boolean;
  namespace?: string;
}
