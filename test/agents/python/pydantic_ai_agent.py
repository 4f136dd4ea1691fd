"""pydantic-ai's agent, streamed: MODEL URL KEY PROMPT."""

import asyncio
import sys
from collections.abc import AsyncIterable

from pydantic_ai import Agent
from pydantic_ai.models.anthropic import AnthropicModel
from pydantic_ai.models.ollama import OllamaModel
from pydantic_ai.models.openai import OpenAIChatModel, OpenAIResponsesModel
from pydantic_ai.providers.anthropic import AnthropicProvider
from pydantic_ai.providers.ollama import OllamaProvider
from pydantic_ai.providers.openai import OpenAIProvider

from read_file import read_file

_, model, url, key, prompt = sys.argv


def openai() -> OpenAIProvider:
    return OpenAIProvider(base_url=f"{url}/v1", api_key=key)


MODELS = {
    "OpenAIChatModel": lambda: OpenAIChatModel("gpt-5.1", provider=openai()),
    "OpenAIResponsesModel": lambda: OpenAIResponsesModel("gpt-5.1", provider=openai()),
    "AnthropicModel": lambda: AnthropicModel(
        "claude-sonnet-5", provider=AnthropicProvider(base_url=url, api_key=key)
    ),
    "OllamaModel": lambda: OllamaModel("qwen3", provider=OllamaProvider(base_url=f"{url}/v1", api_key=key)),
}


async def main() -> None:
    agent = Agent(MODELS[model](), tools=[read_file])
    # `run_stream` takes the first text for the answer.
    result = await agent.run(prompt, event_stream_handler=hear)
    print(result.output)


async def hear(_: object, events: AsyncIterable) -> None:
    async for _ in events:
        pass


asyncio.run(main())
