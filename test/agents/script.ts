import type { Asked, AskedTool } from "../clients/neutral/asked.ts";
import type { Reply, ReplyCall } from "../clients/neutral/reply.ts";

/** A call that the provider makes, and what the agent has to bring of it. */
export interface WantedCall {
  /** The tool's name, as the agent has it. */
  tool: string;
  namespace?: string;
  /** `$WORKSPACE` inside of a text stands for the agent's workspace. */
  arguments?: Readonly<Record<string, unknown>>;
  /** Of a custom tool, in place of the arguments. */
  input?: string;
  /** What is in its result. */
  result: RegExp;
}

/** What the agent has to show its user in the end. */
export const ANSWER = "The three numbers sum up to 64.";

const USAGE = { input: 1200, output: 40, cached: 0, cacheWritten: 0, reasoning: 0 };
const says = (text: string): Reply => ({ pieces: text.match(/.{1,9}/gsu) ?? [], stop: "end", usage: USAGE });

/** The next turn of the model: the calls that are still to be made, or the answer. */
export function reply(asked: Asked, turns: readonly (readonly WantedCall[])[], workspace: string): Reply {
  // An agent may ask for a title of the session as well, or whether its server is there.
  if (asked.tools.length === 0) return says("Three numbers");
  const made = resultsOf(asked).length;
  let before = 0;
  for (const turn of turns) {
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

export function resultsOf({ turns }: Asked): { text: string }[] {
  return turns.flatMap((turn) => (turn.role === "tool" ? turn.results : []));
}

/** @throws Error if no such tool is offered */
function call(wanted: WantedCall, tools: readonly AskedTool[], id: string, workspace: string): ReplyCall {
  const tool = tools.find((offered) => isThe(offered, wanted));
  if (tool === undefined) {
    throw new Error(`no tool ${wanted.tool} is offered, but ${tools.map(({ name }) => name).join(", ")}`);
  }
  const { name, namespace } = tool;
  const of = { id, name, ...(namespace !== undefined && { namespace }) };
  if (wanted.input === undefined) {
    return { ...of, arguments: placed(wanted.arguments ?? {}, workspace) };
  }
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
  return (
    name.startsWith(namespace) && /^[._-]+$/.test(name.slice(namespace.length, -tool.length)) && name.endsWith(tool)
  );
}

function placed(given: Readonly<Record<string, unknown>>, workspace: string): Record<string, unknown> {
  return JSON.parse(JSON.stringify(given).replaceAll("$WORKSPACE", workspace));
}
