"""PyPI's `openai` by chat completions."""

import json
from typing import Any, Callable

from openai_package import client, image_url, thrown


class Library:
    def __init__(self, url: str) -> None:
        self.client = client(url)

    def request(self, model: str, ask: dict) -> dict:
        request: dict = {"model": model, "messages": []}
        if "system" in ask:
            request["messages"].append({"role": "system", "content": ask["system"]})
        request["messages"] += [_message(turn) for turn in ask["turns"]]
        if "tools" in ask:
            request["tools"] = [{"type": "function", "function": tool} for tool in ask["tools"]]
        if choice := ask.get("toolChoice"):
            request["tool_choice"] = choice if choice == "required" else {"type": "function", "function": choice}
        if "format" in ask:
            request["response_format"] = {"type": "json_schema", "json_schema": {**ask["format"], "strict": True}}
        if "effort" in ask.get("thinking", {}):
            request["reasoning_effort"] = ask["thinking"]["effort"]
        for field, name in _SETTINGS.items():
            if field in ask:
                request[name] = ask[field]
        return request

    def whole(self, request: dict) -> Any:
        return self.client.chat.completions.create(**request)

    def stream(self, request: dict, heard: Callable[[str], None]) -> Any:
        with self.client.chat.completions.stream(**request, stream_options={"include_usage": True}) as stream:
            for event in stream:
                if event.type == "content.delta":
                    heard(event.delta)
            # `get_final_completion` throws if the answer was cut short or filtered.
            return stream.current_completion_snapshot

    def read(self, completion: Any) -> dict:
        choice, usage = completion.choices[0], completion.usage
        message = choice.message
        cached = usage.prompt_tokens_details if usage else None
        reasoning = usage.completion_tokens_details if usage else None
        return {
            "text": message.content or "",
            "refusal": message.refusal or "",
            # Compatible providers tell it; the library has no type for it.
            "reasoning": getattr(message, "reasoning_content", None) or "",
            "signed": any(
                detail.get("signature") or detail.get("data") for detail in getattr(message, "reasoning_details", None) or []
            ),
            "calls": [
                {"name": call.function.name, "arguments": json.loads(call.function.arguments)}
                for call in message.tool_calls or []
            ],
            "stop": choice.finish_reason,
            "usage": {
                "input": usage.prompt_tokens if usage else 0,
                "output": usage.completion_tokens if usage else 0,
                "cached": (cached.cached_tokens if cached else 0) or 0,
                "reasoning": (reasoning.reasoning_tokens if reasoning else 0) or 0,
            },
        }

    def next(self, request: dict, completion: Any, results: list[str]) -> dict:
        message = completion.choices[0].message
        said = [
            {"role": "tool", "tool_call_id": call.id, "content": result}
            for call, result in zip(message.tool_calls, results)
        ]
        return {**request, "messages": [*request["messages"], message, *said]}

    def models(self) -> list[str]:
        return [model.id for model in self.client.models.list()]

    def embed(self, task: dict) -> tuple[list[list[float]], int]:
        encoding = {"encoding_format": task["encoding"]} if "encoding" in task else {}
        answer = self.client.embeddings.create(
            model=task["model"], input=task["input"], dimensions=task["dimensions"], **encoding
        )
        return [list(item.embedding) for item in answer.data], answer.usage.prompt_tokens

    def thrown(self, error: Exception) -> dict:
        return thrown(error)


_SETTINGS = {"maxTokens": "max_completion_tokens", "temperature": "temperature", "topP": "top_p", "stop": "stop"}


def _message(turn: dict) -> dict:
    if "image" not in turn:
        return {"role": turn["role"], "content": turn["text"]}
    return {
        "role": turn["role"],
        "content": [
            {"type": "text", "text": turn["text"]},
            {"type": "image_url", "image_url": {"url": image_url(turn["image"])}},
        ],
    }
