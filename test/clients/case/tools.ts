import type { Reply } from "../neutral/reply.ts";
import type { Case } from "./case.ts";
import { chat, chatCase } from "./chat.ts";
import { CHOOSES_TOOLS } from "./dialect-facts.ts";
import { CLOCK, PARIS, QUESTION, SAYS, SYSTEM, THINKS, TOKYO, USAGE, WEATHER } from "./fixtures.ts";

const ASK = { system: SYSTEM, turns: [{ role: "user" as const, text: QUESTION }], tools: [WEATHER, CLOCK] };

const CALLS: Reply = { pieces: [], calls: [PARIS], stop: "tools", usage: USAGE };
const CALLS_TWICE: Reply = { ...CALLS, pieces: ["I look", " at both."], calls: [PARIS, TOKYO] };
const CALLS_WITHOUT_ARGUMENTS: Reply = { ...CALLS, calls: [{ id: PARIS.id, name: CLOCK.name, arguments: {} }] };

const RESULTS = ['{"sky": "clear",\n"°C": 18}', "rain 🀄 24"];

const REFUSED_CHOICE = { ollama: { status: 400, names: /tool_choice/ } } as const;

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
    clients: CHOOSES_TOOLS,
    refusals: REFUSED_CHOICE,
  }),
  ...chat("tool-named", { ...ASK, toolChoice: { name: WEATHER.name } }, [CALLS], {
    clients: CHOOSES_TOOLS,
    refusals: REFUSED_CHOICE,
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
