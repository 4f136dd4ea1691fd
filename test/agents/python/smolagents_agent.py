"""An agent of smolagents, streamed: CLASS URL KEY PROMPT."""

import sys

import smolagents

from read_file import read_file

_, agent_class, url, key, prompt = sys.argv

model = smolagents.OpenAIModel("house-model", api_base=f"{url}/v1", api_key=key)
agent = getattr(smolagents, agent_class)([smolagents.tool(read_file)], model, stream_outputs=True)
print(agent.run(prompt))
