import type { ToolCall } from "../neutral/ask.ts";
import type { AskedImage, AskedTurn, AssistantTurn } from "../neutral/asked.ts";
import { demand } from "./refused.ts";

/** A conversation, put together from whatever pieces a dialect cuts it into. */
export class Conversation {
  readonly turns: AskedTurn[] = [];
  #system: string[] = [];
  /** Calls without a result, by the id that the request gives them. */
  #open = new Map<string, ToolCall>();

  get system(): string {
    return this.#system.join("\n\n");
  }

  instructed(text: string): void {
    this.#system.push(text);
  }

  user(text: string, images: AskedImage[]): void {
    this.end();
    this.turns.push({ role: "user", text, images });
  }

  said(text: string): void {
    this.#assistant().text += text;
  }

  thought(text: string, signature?: string): void {
    this.#assistant().reasoning = { text, ...(signature !== undefined && { signature }) };
  }

  called(id: string, call: ToolCall): void {
    this.#assistant().calls.push(call);
    demand(!this.#open.has(id), `two tool calls have the id ${id}`);
    this.#open.set(id, call);
  }

  result(id: string, text: string): void {
    const of = this.#open.get(id);
    demand(of !== undefined, `a tool's result names ${id}, and no open call has that id`);
    this.#open.delete(id);
    let turn = this.turns.at(-1);
    if (turn?.role !== "tool") {
      turn = { role: "tool", results: [] };
      this.turns.push(turn);
    }
    turn.results.push({ of, text });
  }

  /** For a dialect whose results name the tool only: the first of its calls that has no result yet. */
  resultOf(name: string, text: string): void {
    const [id] = [...this.#open].find(([, call]) => call.name === name) ?? [];
    demand(id !== undefined, `a tool's result names ${name}, and no open call is of that tool`);
    this.result(id, text);
  }

  /** For one that names nothing, as LangChain's do not: Ollama goes by the order. */
  nextResult(text: string): void {
    const [id] = [...this.#open.keys()];
    demand(id !== undefined, "a tool's result, and no open call");
    this.result(id, text);
  }

  /** Every provider demands that the results stand right behind their calls. */
  end(): void {
    demand(this.#open.size === 0, `tool calls without a result: ${[...this.#open.keys()].join(", ")}`);
  }

  #assistant(): AssistantTurn {
    const last = this.turns.at(-1);
    if (last?.role === "assistant") return last;
    this.end();
    const turn: AssistantTurn = { role: "assistant", text: "", calls: [] };
    this.turns.push(turn);
    return turn;
  }
}
