"""LangChain's agent, streamed: MODEL URL KEY PROMPT."""

import sys

from langchain.agents import create_agent
from langchain_anthropic import ChatAnthropic
from langchain_ollama import ChatOllama
from langchain_openai import ChatOpenAI

from read_file import read_file

_, model, url, key, prompt = sys.argv

MODELS = {
    "ChatOpenAI": lambda: ChatOpenAI(model="gpt-5.1", base_url=f"{url}/v1", api_key=key),
    "ChatOpenAI with Responses": lambda: ChatOpenAI(
        model="gpt-5.1", base_url=f"{url}/v1", api_key=key, use_responses_api=True
    ),
    "ChatAnthropic": lambda: ChatAnthropic(model="claude-sonnet-5", base_url=url, api_key=key),
    "ChatOllama": lambda: ChatOllama(
        model="qwen3", base_url=url, client_kwargs={"headers": {"authorization": f"Bearer {key}"}}
    ),
}

agent = create_agent(MODELS[model](), tools=[read_file])
for message, _ in agent.stream({"messages": [{"role": "user", "content": prompt}]}, stream_mode="messages"):
    print(message.text, end="", flush=True)
