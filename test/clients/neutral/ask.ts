/** What a client asks for in a chat, in no dialect. Plain JSON: the Python clients get it as it stands. */
export interface Ask {
  system?: string;
  turns: readonly AskTurn[];
  tools?: readonly Tool[];
  /** A tool must be called: any, or this one. */
  toolChoice?: "required" | { name: string };
  /** The answer is JSON of this schema. */
  format?: { name: string; schema: Readonly<Record<string, unknown>> };
  /** How hard to think, or how many tokens long: each client says one of them its own way. */
  thinking?: { effort: "high" } | { budget: number };
  maxTokens?: number;
  temperature?: number;
  topP?: number;
  stop?: readonly string[];
}

export interface AskTurn {
  role: "user" | "assistant";
  text: string;
  /** Behind the text. */
  image?: Image;
}

export type Image = { mediaType: string; base64: string } | { url: string };

export interface Tool {
  name: string;
  description: string;
  /** A JSON Schema. */
  parameters: Readonly<Record<string, unknown>>;
}

/** A call of a tool, in whatever form its arguments travel. */
export interface ToolCall {
  name: string;
  arguments: Readonly<Record<string, unknown>>;
}
