import type { IncomingHttpHeaders } from "node:http";
import { demand } from "../refused.ts";
import type { Request } from "./request.ts";

/** https://platform.claude.com/docs/en/api/beta-headers; those below the line are named by Claude Code alone. */
const KNOWN = new Set([
  "interleaved-thinking-2025-05-14",
  "context-management-2025-06-27",
  "thinking-token-count-2026-05-13",
  "thinking-display-updates-2026-08-18",
  "mid-conversation-tool-changes-2026-07-01",
  "mid-conversation-output-config-2026-07-01",
  "structured-outputs-2025-11-13",
  "message-threads-2026-08-12",
  "prompt-caching-2024-07-31",
  "fine-grained-tool-streaming-2025-05-14",
  "token-efficient-tools-2025-02-19",
  "output-128k-2025-02-19",
  "context-1m-2025-08-07",
  "files-api-2025-04-14",
  "pdfs-2024-09-25",
  // ---
  "claude-code-20250219",
  "per-turn-control-2026-07-01",
  "advanced-tool-use-2025-11-20",
  "effort-2025-11-24",
]);

/** A field of a beta, and the names of that beta. */
const FIELDS: readonly { betas: readonly string[]; field: string; isIn(asked: Request): boolean }[] = [
  {
    field: "context_management",
    betas: ["context-management-2025-06-27"],
    isIn: ({ context_management: management }) => management != null,
  },
  {
    field: "messages.output_config",
    betas: ["per-turn-control-2026-07-01", "mid-conversation-output-config-2026-07-01"],
    isIn: ({ messages }) => messages.some((message) => "output_config" in message),
  },
  {
    field: "tools.defer_loading",
    betas: ["advanced-tool-use-2025-11-20"],
    isIn: ({ tools = [] }) => tools.some(({ defer_loading: deferred }) => deferred !== undefined),
  },
  {
    field: "thinking.display",
    betas: ["thinking-display-updates-2026-08-18"],
    isIn: ({ thinking }) => thinking !== undefined && "display" in thinking && thinking.display === "updates",
  },
];

/** A beta that the API does not know is refused, and so is a field whose beta nobody named. */
export function checkBetas(asked: Request, { "anthropic-beta": header = "" }: IncomingHttpHeaders): void {
  const named = String(header)
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  for (const name of named)
    demand(KNOWN.has(name), `Unexpected value(s) \`${name}\` for the \`anthropic-beta\` header.`);
  for (const { field, betas, isIn } of FIELDS) {
    demand(!isIn(asked) || betas.some((beta) => named.includes(beta)), `${field}: Extra inputs are not permitted`);
  }
}
