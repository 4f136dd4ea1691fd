import type { Asked, AskedTool } from "../clients/neutral/asked.ts";
import type { Reply, ReplyCall } from "../clients/neutral/reply.ts";

/** What the provider's model does with an agent, turn by turn, whatever the dialect. */
export type Script = ToolScript | TextScript;

/** It calls tools, and then answers. */
export interface ToolScript {
  calls: readonly (readonly WantedCall[])[];
  /** Of an agent that tells results in texts of its user: what it has told when it is at its end. */
  hears?: readonly RegExp[];
}

/** It writes to an agent that offers no tools, and reads what it is told in its texts. */
export interface TextScript {
  texts: readonly string[];
  /** What the agent has told of its work when it is at its end. */
  hears: readonly RegExp[];
}

/** A call that the model makes. */
export interface WantedCall {
  /** The tool's name, as the agent has it. */
  tool: string;
  namespace?: string;
  /** `$WORKSPACE` inside of a text stands for the agent's workspace. */
  arguments?: Readonly<Record<string, unknown>>;
  /** Of a custom tool, in place of the arguments. */
  input?: string;
  /** What is in its result; absent: with this call the agent is done. */
  result?: RegExp;
}

/** What the agent has to show its user in the end. */
export const ANSWER = "The three numbers sum up to 64.";

const USAGE = { input: 1200, output: 40, cached: 0, cacheWritten: 0, reasoning: 0 };
const says = (text: string): Reply => ({ pieces: text.match(/.{1,9}/gsu) ?? [], stop: "end", usage: USAGE });

/**
 * The model's next turn.
 *
 * @throws Error if the agent does not offer the tool that is wanted
 */
export function reply(asked: Asked, script: Script, workspace: string): Reply {
  if ("texts" in script) {
    return says(script.texts[Math.min(saidBefore(asked), script.texts.length - 1)] ?? ANSWER);
  }
  // An agent may ask for a title of the session as well.
  if (asked.tools.length === 0) return says("Three numbers");
  const made =
    script.hears === undefined ? resultsOf(asked).length : script.calls.slice(0, saidBefore(asked)).flat().length;
  let before = 0;
  for (const turn of script.calls) {
    if (made < before + turn.length) {
      const missing = turn.slice(made - before);
      const calls = (asked.oneCallAtATime ? missing.slice(0, 1) : missing).map((wanted, index) =>
        call(wanted, asked.tools, `call_${made + index}x7Hq`, workspace),
      );
      return { pieces: ["I look ", "into it."], calls, stop: "tools", usage: USAGE };
    }
    before += turn.length;
  }
  return says(ANSWER);
}

/** Why what the agent brought is not what it was to bring; undefined: it is. */
export function missedIn(chats: readonly Asked[], script: Script): string | undefined {
  const last = chats.at(-1);
  if (last === undefined) return "nothing reaches the provider";
  if (script.hears !== undefined) {
    const told = last.turns.map((turn) => (turn.role === "user" ? turn.text : "")).join("\n");
    const missed = script.hears.find((heard) => !heard.test(told));
    return missed === undefined ? undefined : `the provider is never told ${missed}`;
  }
  if ("texts" in script) return undefined;
  const results = resultsOf(last);
  for (const [index, { tool, result }] of script.calls.flat().entries()) {
    const text = results[index]?.text;
    if (result !== undefined && !result.test(text ?? ""))
      return `the result of ${tool} reaches the provider as ${text}`;
  }
  return undefined;
}

function saidBefore({ turns }: Asked): number {
  return turns.filter(({ role }) => role === "assistant").length;
}

function resultsOf({ turns }: Asked): { text: string }[] {
  return turns.flatMap((turn) => (turn.role === "tool" ? turn.results : []));
}

function call(wanted: WantedCall, tools: readonly AskedTool[], id: string, workspace: string): ReplyCall {
  const tool = tools.find((offered) => isThe(offered, wanted));
  if (tool === undefined) {
    throw new Error(`no tool ${wanted.tool} is offered, but ${tools.map(({ name }) => name).join(", ")}`);
  }
  const { name, namespace } = tool;
  const of = { id, name, ...(namespace !== undefined && { namespace }) };
  if (wanted.input === undefined) return { ...of, arguments: placed(wanted.arguments ?? {}, workspace) };
  if (tool.custom) return { ...of, arguments: {}, input: wanted.input };
  const [field = "input"] = Object.keys((tool.parameters.properties ?? {}) as object);
  return { ...of, arguments: { [field]: wanted.input } };
}

/** Where there are no namespaces, a tool's name begins with that of its namespace. */
function isThe({ name, namespace }: AskedTool, wanted: WantedCall): boolean {
  if (name === wanted.tool) return namespace === undefined || namespace === wanted.namespace;
  return namespace === undefined && wanted.namespace !== undefined && isJoined(name, wanted.namespace, wanted.tool);
}

function isJoined(name: string, namespace: string, tool: string): boolean {
  const between = name.slice(namespace.length, -tool.length);
  return name.startsWith(namespace) && name.endsWith(tool) && /^[._-]+$/.test(between);
}

function placed(given: Readonly<Record<string, unknown>>, workspace: string): Record<string, unknown> {
  return JSON.parse(JSON.stringify(given).replaceAll("$WORKSPACE", workspace));
}
