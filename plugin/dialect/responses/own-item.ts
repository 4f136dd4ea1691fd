import { is, Span } from "../../wire/span";

/**
 * Whether an item of an answer asks something of the client, or is what it asked for, and yet has no neutral form: no other
 * dialect's client ever gets one.
 */
export function isOwnItem(type: Span): bool {
  return (
    is(type, "custom_tool_call") ||
    is(type, "tool_search_call") ||
    is(type, "local_shell_call") ||
    is(type, "shell_call") ||
    is(type, "apply_patch_call") ||
    is(type, "computer_call") ||
    is(type, "mcp_approval_request") ||
    is(type, "image_generation_call") ||
    is(type, "compaction")
  );
}
