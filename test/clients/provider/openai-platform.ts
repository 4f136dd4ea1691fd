/** What is the same in all of OpenAI's endpoints. */

/** https://platform.openai.com/docs/guides/error-codes */
const ERROR = new Map([
  [400, { type: "invalid_request_error", code: null }],
  [401, { type: "invalid_request_error", code: "invalid_api_key" }],
  [404, { type: "invalid_request_error", code: "model_not_found" }],
  [429, { type: "rate_limit_error", code: "rate_limit_exceeded" }],
]);

export function error(status: number, message: string): object {
  return { error: { message, param: null, ...(ERROR.get(status) ?? { type: "server_error", code: null }) } };
}

/** https://platform.openai.com/docs/api-reference/models/list */
export function models(names: readonly string[]): object {
  return {
    object: "list",
    data: names.map((id) => ({ id, object: "model", created: 1_686_935_002, owned_by: "system" })),
  };
}
