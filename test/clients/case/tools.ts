import { expect } from "vitest";
import type { Ask } from "../neutral/ask.ts";
import type { Asked } from "../neutral/asked.ts";
import { fragments, type Reply } from "../neutral/reply.ts";
import { answers } from "../provider/behaviour.ts";
import type { Case } from "./case.ts";
import { chat, chatCase } from "./chat.ts";
import { CHOOSES_TOOLS, STOP } from "./dialect-facts.ts";
import { CLOCK, PARIS, QUESTION, SAYS, SYSTEM, THINKS, TOKYO, USAGE, WEATHER } from "./fixtures.ts";

const ASK = { system: SYSTEM, turns: [{ role: "user" as const, text: QUESTION }], tools: [WEATHER, CLOCK] };

const CALLS: Reply = { pieces: [], calls: [PARIS], stop: "tools", usage: USAGE };
/** What a provider says that was bound to the tool's arguments. */
const ARGUMENTS: Reply = { ...CALLS, pieces: fragments(PARIS), calls: [], stop: "end" };
const CALLS_TWICE: Reply = { ...CALLS, pieces: ["I look", " at both."], calls: [PARIS, TOKYO] };
const CALLS_WITHOUT_ARGUMENTS: Reply = { ...CALLS, calls: [{ id: PARIS.id, name: CLOCK.name, arguments: {} }] };

const RESULTS = ['{"sky": "clear",\n"°C": 18}', "rain 🀄 24"];

const CHOICE = { clients: CHOOSES_TOOLS, providers: CHOOSES_TOOLS };

/** Each goes on to a second turn, which holds the calls and their results. */
export const TOOLS: readonly Case[] = [
  ...chat("tool", ASK, [CALLS, SAYS], { results: RESULTS }),
  ...chat("tool-without-arguments", ASK, [CALLS_WITHOUT_ARGUMENTS, SAYS], { results: RESULTS }),
  ...chat("parallel-tools", ASK, [CALLS_TWICE, SAYS], { results: RESULTS }),
  chatCase("interleaved-tools-stream", true, ASK, [{ ...CALLS_TWICE, interleaved: true }, SAYS], {
    results: RESULTS,
    providers: ["openai"],
  }),
  ...chat("tool-required", { ...ASK, toolChoice: "required" }, [CALLS], {
    ...CHOICE,
  }),
  ...chat("tool-named", { ...ASK, toolChoice: { name: WEATHER.name } }, [CALLS], CHOICE),
  ...inWords("tool-required", "required", CALLS, ({ tools }) => expect(tools).toHaveLength(2)),
  ...inWords("tool-named", { name: WEATHER.name }, ARGUMENTS, ({ tools, format }) => {
    expect(tools).toEqual([]);
    expect(format?.schema).toEqual(WEATHER.parameters);
  }),
  ...chat(
    "thinking-tools",
    { ...ASK, thinking: { effort: "high" } },
    [{ ...THINKS, ...CALLS_TWICE, usage: THINKS.usage }, SAYS],
    {
      results: RESULTS,
    },
  ),
];

/** Ollama has no word for a call that must be: the provider is asked another way, and the client gets its call. */
function inWords(
  name: string,
  toolChoice: NonNullable<Ask["toolChoice"]>,
  reply: Reply,
  check: (asked: Asked) => void,
): Case[] {
  return [false, true].map((stream) => ({
    name: `${name}-at-ollama${stream ? "-stream" : ""}`,
    task: { do: "chat", ask: { ...ASK, toolChoice }, stream },
    provider: answers(reply),
    clients: CHOOSES_TOOLS,
    providers: ["ollama"],
    check(seen, { received: [only], client }) {
      expect(only?.refused).toBeUndefined();
      if (only?.asked !== undefined) check(only.asked);
      expect(seen.error).toBeUndefined();
      const [answer] = seen.answers;
      expect(answer?.calls).toEqual([{ name: PARIS.name, arguments: PARIS.arguments }]);
      expect(answer?.stop).toBe(STOP[client].tools);
      expect(answer?.text).toBe("");
    },
  }));
}
