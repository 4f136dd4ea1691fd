/** Of a request's head, in KiB. A client key, a trace and a few beta flags take one. */
export const MAX_HEAD_KIB = 256;

/** How many headers a request may have. */
export const MAX_HEADERS = 256;

const MESSAGE = `the request's head is larger than ${MAX_HEAD_KIB} KiB, or has more than ${MAX_HEADERS} headers`;

/**
 * Envoy refuses such a head before any filter sees it: its 431 in words that the clients' libraries read, in Ollama's
 * form and in one that OpenAI's and Anthropic's share.
 */
export function headTooLarge(): object[] {
  return [mapper([OLLAMA_PATH], { error: MESSAGE }), mapper([], ENVELOPE)];
}

const ENVELOPE = {
  type: "error",
  error: { type: "invalid_request_error", message: MESSAGE, param: null, code: null },
};

const STATUS_431 = {
  status_code_filter: {
    comparison: { op: "EQ", value: { default_value: 431, runtime_key: "headgate.head_too_large" } },
  },
};

const OLLAMA_PATH = { header_filter: { header: { name: ":path", string_match: { prefix: "/api/" } } } };

function mapper(conditions: readonly object[], body: object): object {
  const filter = conditions.length === 0 ? STATUS_431 : { and_filter: { filters: [STATUS_431, ...conditions] } };
  return { filter, body_format_override: { json_format: body } };
}
