"""PyPI's `openai` by Responses."""

import json
from typing import Any, Callable

from openai_package import client, image_url, thrown


class Library:
    def __init__(self, url: str) -> None:
        self.client = client(url)

    def request(self, model: str, ask: dict) -> dict:
        request: dict = {"model": model, "input": [_message(turn) for turn in ask["turns"]]}
        if "system" in ask:
            request["instructions"] = ask["system"]
        if "tools" in ask:
            request["tools"] = [{"type": "function", **tool, "strict": False} for tool in ask["tools"]]
        if choice := ask.get("toolChoice"):
            request["tool_choice"] = choice if choice == "required" else {"type": "function", **choice}
        if "format" in ask:
            request["text"] = {"format": {"type": "json_schema", **ask["format"], "strict": True}}
        if "effort" in ask.get("thinking", {}):
            request["reasoning"] = {"effort": ask["thinking"]["effort"], "summary": "auto"}
            request["include"] = ["reasoning.encrypted_content"]
            request["store"] = False
        for field, name in _SETTINGS.items():
            if field in ask:
                request[name] = ask[field]
        return request

    def whole(self, request: dict) -> Any:
        return _ended(self.client.responses.create(**request))

    def stream(self, request: dict, heard: Callable[[str], None]) -> Any:
        told: dict[str, str] = {}
        last = None
        with self.client.responses.stream(**request) as stream:
            for event in stream:
                if event.type in _PIECES:
                    told[event.item_id] = told.get(event.item_id, "") + event.delta
                if event.type == "response.output_text.delta":
                    heard(event.delta)
                # `get_final_response` knows none that is incomplete.
                if event.type in ("response.completed", "response.incomplete", "response.failed"):
                    last = event.response
        if last is None:
            raise RuntimeError("the stream ended, and did not say so")
        _ended(last)
        whole = {item.id: _text(item) for item in last.output}
        if told != {item: text for item, text in whole.items() if text}:
            raise RuntimeError(f"the events tell {told}, the last one {whole}")
        return last

    def read(self, response: Any) -> dict:
        reasoning = [item for item in response.output if item.type == "reasoning"]
        parts = [part for item in response.output if item.type == "message" for part in item.content]
        incomplete, usage = response.incomplete_details, response.usage
        return {
            "text": response.output_text,
            "refusal": "".join(part.refusal for part in parts if part.type == "refusal"),
            "reasoning": "".join(_text(item) for item in reasoning),
            "signed": any(item.encrypted_content for item in reasoning),
            "calls": [
                {"name": item.name, "arguments": json.loads(item.arguments)} for item in _function_calls(response)
            ],
            "stop": f"{response.status}: {incomplete.reason}" if incomplete else response.status,
            "usage": {
                "input": usage.input_tokens,
                "output": usage.output_tokens,
                "cached": usage.input_tokens_details.cached_tokens,
                "reasoning": usage.output_tokens_details.reasoning_tokens,
            },
        }

    def next(self, request: dict, response: Any, results: list[str]) -> dict:
        said = [
            {"type": "function_call_output", "call_id": call.call_id, "output": result}
            for call, result in zip(_function_calls(response), results)
        ]
        return {**request, "input": [*request["input"], *response.output, *said]}

    def models(self) -> list[str]:
        return [model.id for model in self.client.models.list()]

    def thrown(self, error: Exception) -> dict:
        return thrown(error)


_SETTINGS = {"maxTokens": "max_output_tokens", "temperature": "temperature", "topP": "top_p"}

_PIECES = (
    "response.output_text.delta",
    "response.refusal.delta",
    "response.function_call_arguments.delta",
    "response.reasoning_summary_text.delta",
    "response.reasoning_text.delta",
)


def _message(turn: dict) -> dict:
    if "image" not in turn:
        return {"role": turn["role"], "content": turn["text"]}
    return {
        "role": turn["role"],
        "content": [
            {"type": "input_text", "text": turn["text"]},
            {"type": "input_image", "image_url": image_url(turn["image"]), "detail": "auto"},
        ],
    }


def _function_calls(response: Any) -> list:
    return [item for item in response.output if item.type == "function_call"]


def _ended(response: Any) -> Any:
    """The library gives a response that did not end well as it gives any other."""
    if response.status in ("completed", "incomplete"):
        return response
    raise RuntimeError(response.error.message if response.error else f"the response ended as {response.status}")


def _text(item: Any) -> str:
    match item.type:
        case "message":
            return "".join(part.refusal if part.type == "refusal" else part.text for part in item.content)
        case "function_call":
            return item.arguments
        case "reasoning":
            return "".join(part.text for part in [*item.summary, *(item.content or [])])
    return ""
