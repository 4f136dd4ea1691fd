import { expect } from "vitest";
import type { Dialect } from "../../../contract/dialect.ts";
import { breaksOff, refuses } from "../provider/behaviour.ts";
import type { Case, Meeting } from "./case.ts";
import { PIECES, QUESTION, SAYS } from "./fixtures.ts";

const ask = { turns: [{ role: "user" as const, text: QUESTION }] };

/** The class that a library has for a status. */
function errorClass({ client }: Meeting, status: number): string {
  if (client === "ollama") return "ResponseError";
  if (client === "anthropic" && status === 529) return "OverloadedError";
  if (client === "anthropic" && status === 503) return "ServiceUnavailableError";
  return CLASSES.get(status) ?? "InternalServerError";
}

const CLASSES = new Map([
  [400, "BadRequestError"],
  [401, "AuthenticationError"],
  [404, "NotFoundError"],
  [429, "RateLimitError"],
]);

const RETRY_AFTER = "7";
const MESSAGE = 'a "quoted" reason \\ 🀄';

/** What a client gets for what a provider answers; a status that is not here stays as it is. */
const THROUGH_GATEWAY: readonly {
  provider: number;
  status: number;
  clients?: readonly Dialect[];
  message?: string;
}[] = [
  // The gateway's key is no affair of its callers.
  { provider: 401, status: 502, message: "refused the gateway's credentials" },
  // Only Anthropic's clients know 529.
  { provider: 529, status: 503, clients: ["openai", "responses", "ollama"] },
];

function refusal(status: number, stream: boolean): Case {
  return {
    name: `error-${status}${stream ? "-stream" : ""}`,
    task: { do: "chat", ask, stream },
    provider: refuses(status, MESSAGE, status === 429 ? { "retry-after": RETRY_AFTER } : {}),
    check(seen, meeting) {
      const { client, provider, throughGateway } = meeting;
      const other = THROUGH_GATEWAY.find(
        (row) => row.provider === status && throughGateway && (row.clients ?? [client]).includes(client),
      );
      const expected = other?.status ?? status;
      expect(seen.answers).toEqual([]);
      expect(seen.error).toMatchObject({
        class: errorClass(meeting, expected),
        status: client === provider && status === 529 ? expect.toBeOneOf([529, expected]) : expected,
        retryAfter: status === 429 && client !== "ollama" ? RETRY_AFTER : null,
      });
      if (other?.message !== undefined) expect(seen.error?.message).toContain(other.message);
      // Python's libraries show the document, or its repr.
      else expect(seen.error?.message).toMatch(/quoted.*reason.*🀄/);
    },
  };
}

export const ERRORS: readonly Case[] = [
  ...[400, 401, 404, 429, 500, 529].flatMap((status) => [refusal(status, false), refusal(status, true)]),
  {
    name: "error-in-mid-stream",
    task: { do: "chat", ask, stream: true },
    provider: breaksOff(SAYS, MESSAGE),
    check(seen) {
      expect(seen.heard).toBe(PIECES[0]);
      expect(seen.answers).toEqual([]);
      expect(seen.error?.message).toMatch(/quoted.*reason.*🀄/);
    },
  },
];
