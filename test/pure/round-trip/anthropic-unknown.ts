/** What every answer of Anthropic's has, as null where it comes from elsewhere: the golden traces assert it. */
const UNKNOWN =
  /,"(container|diagnostics|stop_details|citations|cache_creation|inference_geo|service_tier|speed|server_tool_use|cache_creation_input_tokens|cache_read_input_tokens|output_tokens_details)":null|,"caller":\{"type":"direct"\}/g;

/** JSON text without these members: what an answer says, and no more. */
export function withoutUnknown(json: string): string {
  return json.replace(UNKNOWN, "");
}
