import { ANSWER } from "../script.ts";
import type { Agent } from "./agent.ts";
import { framework } from "./python.ts";

const HEARS = [/alpha 17/, /beta 42/, /gamma 5/];

const langchain = (speaks: string, dialect: Agent["dialect"]) =>
  framework({ name: `LangChain, ${speaks}`, package: "langchain", dialect, program: ["langchain_agent.py", speaks] });

const pydanticAi = (speaks: string, dialect: Agent["dialect"]) =>
  framework({
    name: `pydantic-ai, ${speaks}`,
    package: "pydantic-ai-slim",
    dialect,
    program: ["pydantic_ai_agent.py", speaks],
  });

const openaiAgents = (speaks: string, dialect: Agent["dialect"]) =>
  framework({
    name: `openai-agents, ${speaks}`,
    package: "openai-agents",
    dialect,
    program: ["openai_agents_agent.py", speaks],
  });

/** It demands a call of each turn, the answer too, and tells the results in texts. */
const smolagentsTools = framework({
  name: "smolagents, ToolCallingAgent",
  package: "smolagents",
  dialect: "openai",
  program: ["smolagents_agent.py", "ToolCallingAgent"],
  script: {
    calls: [
      [{ tool: "read_file", arguments: { name: "a.txt" } }],
      [
        { tool: "read_file", arguments: { name: "b.txt" } },
        { tool: "read_file", arguments: { name: "c.txt" } },
      ],
      [{ tool: "final_answer", arguments: { answer: ANSWER } }],
    ],
    hears: HEARS,
  },
});

/** Its model writes Python, up to a stop sequence. */
const smolagentsCode = framework({
  name: "smolagents, CodeAgent",
  package: "smolagents",
  dialect: "openai",
  program: ["smolagents_agent.py", "CodeAgent"],
  script: {
    texts: [
      'Thought: I read the first.\n<code>\nprint(read_file("a.txt"))\n</code>',
      'Thought: I read the others.\n<code>\nprint(read_file("b.txt"))\nprint(read_file("c.txt"))\n</code>',
      `Thought: I know it.\n<code>\nfinal_answer("${ANSWER}")\n</code>`,
    ],
    hears: HEARS,
  },
});

export const FRAMEWORKS: readonly Agent[] = [
  langchain("ChatOpenAI", "openai"),
  langchain("ChatOpenAI with Responses", "responses"),
  langchain("ChatAnthropic", "anthropic"),
  langchain("ChatOllama", "ollama"),
  pydanticAi("OpenAIChatModel", "openai"),
  pydanticAi("OpenAIResponsesModel", "responses"),
  pydanticAi("AnthropicModel", "anthropic"),
  pydanticAi("OllamaModel", "openai"),
  smolagentsTools,
  smolagentsCode,
  openaiAgents("OpenAIResponsesModel", "responses"),
  openaiAgents("OpenAIChatCompletionsModel", "openai"),
];
