const OLLAMA_PATH = { header_filter: { header: { name: ":path", string_match: { prefix: "/api/" } } } };

/**
 * What Envoy refuses before any filter sees it, in words that the clients' libraries read: in Ollama's form, and in one
 * that OpenAI's and Anthropic's share.
 *
 * @param which the answers that are meant: a filter of the access log
 * @param type as Anthropic calls it
 * @param retryAfter in seconds; absent: coming again does not help
 */
export function earlyRefusal(which: object, type: string, message: string, retryAfter?: number): object[] {
  const headers = retryAfter === undefined ? [] : [{ header: { key: "retry-after", value: String(retryAfter) } }];
  const mapper = (filter: object, body: object) => ({
    filter,
    ...(headers.length > 0 && { headers_to_add: headers }),
    body_format_override: { json_format: body },
  });
  const envelope = { type: "error", error: { type, message, param: null, code: null } };
  return [mapper({ and_filter: { filters: [which, OLLAMA_PATH] } }, { error: message }), mapper(which, envelope)];
}
