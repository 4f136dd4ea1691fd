"""The agent of openai-agents, streamed: MODEL URL KEY PROMPT."""

import asyncio
import sys

from agents import (
    Agent,
    OpenAIChatCompletionsModel,
    OpenAIResponsesModel,
    Runner,
    function_tool,
    set_tracing_disabled,
)
from openai import AsyncOpenAI

from read_file import read_file

_, model, url, key, prompt = sys.argv
MODELS = {
    "OpenAIResponsesModel": OpenAIResponsesModel,
    "OpenAIChatCompletionsModel": OpenAIChatCompletionsModel,
}


async def main() -> None:
    # Traces would go to OpenAI.
    set_tracing_disabled(True)
    client = AsyncOpenAI(base_url=f"{url}/v1", api_key=key)
    agent = Agent(
        name="Reader",
        model=MODELS[model](model="gpt-5.1", openai_client=client),
        tools=[function_tool(read_file)],
    )
    result = Runner.run_streamed(agent, prompt)
    async for _ in result.stream_events():
        pass
    print(result.final_output)


asyncio.run(main())
