import type OpenAI from "openai";

/**
 * What the events of a Responses stream tell piece by piece. Its last event tells all of it again, and
 * the library believes that one: a program that reads the events has to come to the same.
 */
export class ToldByEvents {
  readonly #pieces = new Map<string, string>();

  add(event: OpenAI.Responses.ResponseStreamEvent): void {
    switch (event.type) {
      case "response.output_text.delta":
      case "response.refusal.delta":
      case "response.function_call_arguments.delta":
      case "response.reasoning_summary_text.delta":
      case "response.reasoning_text.delta":
        this.#pieces.set(event.item_id, (this.#pieces.get(event.item_id) ?? "") + event.delta);
    }
  }

  demandSameAs({ output }: OpenAI.Responses.Response): void {
    const told = Object.fromEntries([...this.#pieces].filter(([, text]) => text !== ""));
    const whole = Object.fromEntries(output.map((item) => [item.id, textOf(item)]).filter(([, text]) => text !== ""));
    if (JSON.stringify(told) === JSON.stringify(whole)) return;
    throw new Error(`the events tell ${JSON.stringify(told)}, the last one ${JSON.stringify(whole)}`);
  }
}

function textOf(item: OpenAI.Responses.ResponseOutputItem): string {
  switch (item.type) {
    case "message":
      return item.content.map((part) => (part.type === "refusal" ? part.refusal : part.text)).join("");
    case "function_call":
      return item.arguments;
    case "reasoning":
      return [...item.summary, ...(item.content ?? [])].map(({ text }) => text).join("");
    default:
      return "";
  }
}
