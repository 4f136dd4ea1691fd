import type { Dialect } from "../../../contract/dialect.ts";
import type { About } from "../case/fault.ts";

/** A provider's words for an error, as its own service says them. */
interface Words {
  message: string;
  type: string;
  code: string | null;
}

/** A provider's error document in its dialect. */
export function errorDocument(dialect: Dialect, status: number, about?: About): object {
  const { message, type, code } = (about && SAME_OF_ALL[about]) ?? WORDS[dialect](status, about);
  switch (dialect) {
    case "anthropic":
      return { type: "error", error: { type, message }, request_id: "req_failover_test" };
    case "ollama":
      return { error: message };
    default:
      return { error: { message, type, param: null, code } };
  }
}

/** An error inside a stream, as one event. */
export function errorEvent(dialect: Dialect): string {
  const document = errorDocument(dialect, 500);
  switch (dialect) {
    case "anthropic":
      return `event: error\ndata: ${JSON.stringify(document)}\n\n`;
    case "ollama":
      return `${JSON.stringify(document)}\n`;
    case "responses": {
      const { message } = openai(500);
      return `event: error\ndata: ${JSON.stringify({ type: "error", sequence_number: 99, code: "server_error", message, param: null })}\n\n`;
    }
    default:
      return `data: ${JSON.stringify(document)}\n\n`;
  }
}

/** OpenAI's and Anthropic's words begin so, and those of the servers that speak like them. */
const SAME_OF_ALL: Partial<Record<About, Words>> = {
  unsupported: {
    message: "Unknown parameter: 'walked'.",
    type: "invalid_request_error",
    code: "unknown_parameter",
  },
  foreign_thought: {
    message: "messages.1.content.0: Invalid `signature` in `thinking` block",
    type: "invalid_request_error",
    code: null,
  },
};

const WORDS: Readonly<Record<Dialect, (status: number, about?: About) => Words>> = {
  openai,
  responses: openai,
  anthropic,
  ollama,
};

/** https://platform.openai.com/docs/guides/error-codes */
function openai(status: number, about?: About): Words {
  if (about === "quota") {
    const message = "You exceeded your current quota, please check your plan and billing details.";
    return { message, type: "insufficient_quota", code: "insufficient_quota" };
  }
  if (about === "context_length") {
    const message = "This model's maximum context length is 8192 tokens.";
    return { message, type: "invalid_request_error", code: "context_length_exceeded" };
  }
  const known: Readonly<Record<number, [type: string, code: string | null]>> = {
    400: ["invalid_request_error", null],
    401: ["invalid_request_error", "invalid_api_key"],
    402: ["insufficient_quota", "insufficient_quota"],
    403: ["invalid_request_error", null],
    404: ["invalid_request_error", "model_not_found"],
    429: ["requests", "rate_limit_exceeded"],
  };
  const [type, code] = known[status] ?? ["server_error", null];
  return { message: injected(status), type, code };
}

/** https://docs.anthropic.com/en/api/errors */
function anthropic(status: number, about?: About): Words {
  if (about === "context_length") {
    return { message: "prompt is too long: 200001 tokens > 200000 maximum", type: "invalid_request_error", code: null };
  }
  const types: Readonly<Record<number, string>> = {
    400: "invalid_request_error",
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    429: "rate_limit_error",
    529: "overloaded_error",
  };
  return { message: injected(status), type: types[status] ?? "api_error", code: null };
}

/** https://github.com/ollama/ollama/blob/main/docs/api.md: a message is all there is. */
function ollama(status: number, about?: About): Words {
  const message = about === "context_length" ? "the input length exceeds the context length" : injected(status);
  return { message, type: "", code: null };
}

function injected(status: number): string {
  return `an injected ${status}`;
}
