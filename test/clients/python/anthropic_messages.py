"""PyPI's `anthropic`."""

from typing import Any, Callable

import anthropic


class Library:
    def __init__(self, url: str) -> None:
        self.client = anthropic.Anthropic(base_url=url, api_key="any", max_retries=0)

    def request(self, model: str, ask: dict) -> dict:
        # The API demands a limit.
        request: dict = {"model": model, "max_tokens": 8192, "messages": [_message(turn) for turn in ask["turns"]]}
        output: dict = {}
        if "tools" in ask:
            request["tools"] = [
                {"name": tool["name"], "description": tool["description"], "input_schema": tool["parameters"]}
                for tool in ask["tools"]
            ]
        if choice := ask.get("toolChoice"):
            request["tool_choice"] = {"type": "any"} if choice == "required" else {"type": "tool", **choice}
        if "format" in ask:
            output["format"] = {"type": "json_schema", "schema": ask["format"]["schema"]}
        if thinking := ask.get("thinking"):
            if "budget" in thinking:
                request["thinking"] = {"type": "enabled", "budget_tokens": thinking["budget"]}
            else:
                request["thinking"] = {"type": "adaptive"}
                output["effort"] = thinking["effort"]
        if output:
            request["output_config"] = output
        for field, name in _SETTINGS.items():
            if field in ask:
                request[name] = ask[field]
        return request

    def whole(self, request: dict) -> Any:
        return self.client.messages.create(**request)

    def stream(self, request: dict, heard: Callable[[str], None]) -> Any:
        with self.client.messages.stream(**request) as stream:
            for text in stream.text_stream:
                heard(text)
            return stream.get_final_message()

    def read(self, message: Any) -> dict:
        thinking = [block for block in message.content if block.type == "thinking"]
        usage = message.usage
        cached = usage.cache_read_input_tokens or 0
        details = usage.output_tokens_details
        return {
            "text": "".join(block.text for block in message.content if block.type == "text"),
            "refusal": "",
            "reasoning": "".join(block.thinking for block in thinking),
            "signed": any(block.signature for block in thinking),
            "calls": [{"name": block.name, "arguments": block.input} for block in _tool_uses(message)],
            "stop": message.stop_reason,
            "usage": {
                "input": usage.input_tokens + cached + (usage.cache_creation_input_tokens or 0),
                "output": usage.output_tokens,
                "cached": cached,
                "reasoning": details.thinking_tokens if details else 0,
            },
        }

    def next(self, request: dict, message: Any, results: list[str]) -> dict:
        said = [
            {"type": "tool_result", "tool_use_id": block.id, "content": result}
            for block, result in zip(_tool_uses(message), results)
        ]
        turns = [{"role": "assistant", "content": message.content}, {"role": "user", "content": said}]
        return {**request, "messages": [*request["messages"], *turns]}

    def models(self) -> list[str]:
        return [model.id for model in self.client.models.list()]

    def count(self, request: dict) -> int:
        asked = {name: value for name, value in request.items() if name != "max_tokens"}
        return self.client.messages.count_tokens(**asked).input_tokens

    def thrown(self, error: Exception) -> dict:
        if not isinstance(error, anthropic.APIStatusError):
            return {"status": None, "retryAfter": None}
        return {"status": error.status_code, "retryAfter": error.response.headers.get("retry-after")}


# There is no `temperature` and no `top_p` in the API's version of 2026-10-21.
_SETTINGS = {"system": "system", "maxTokens": "max_tokens", "stop": "stop_sequences"}


def _message(turn: dict) -> dict:
    if "image" not in turn:
        return {"role": turn["role"], "content": turn["text"]}
    image = turn["image"]
    if "url" in image:
        source = {"type": "url", "url": image["url"]}
    else:
        source = {"type": "base64", "media_type": image["mediaType"], "data": image["base64"]}
    return {
        "role": turn["role"],
        "content": [{"type": "text", "text": turn["text"]}, {"type": "image", "source": source}],
    }


def _tool_uses(message: Any) -> list:
    return [block for block in message.content if block.type == "tool_use"]
