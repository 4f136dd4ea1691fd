"""PyPI's `ollama`."""

import base64
from typing import Any, Callable

import ollama


class Library:
    def __init__(self, url: str) -> None:
        self.client = ollama.Client(host=url)

    def request(self, model: str, ask: dict) -> dict:
        request: dict = {"model": model, "messages": [], "options": {}}
        if "system" in ask:
            request["messages"].append({"role": "system", "content": ask["system"]})
        request["messages"] += [_message(turn) for turn in ask["turns"]]
        if "tools" in ask:
            request["tools"] = [{"type": "function", "function": tool} for tool in ask["tools"]]
        if "format" in ask:
            request["format"] = ask["format"]["schema"]
        if "effort" in ask.get("thinking", {}):
            request["think"] = ask["thinking"]["effort"]
        for field, name in _OPTIONS.items():
            if field in ask:
                request["options"][name] = ask[field]
        return request

    def whole(self, request: dict) -> Any:
        return self.client.chat(**request)

    def stream(self, request: dict, heard: Callable[[str], None]) -> Any:
        """A program puts the message together itself: https://docs.ollama.com/capabilities/streaming"""
        content, thinking, calls = "", "", []
        for part in self.client.chat(**request, stream=True):
            heard(part.message.content or "")
            content += part.message.content or ""
            thinking += part.message.thinking or ""
            calls += part.message.tool_calls or []
            if part.done:
                part.message = ollama.Message(
                    role="assistant", content=content, thinking=thinking or None, tool_calls=calls or None
                )
                return part
        raise RuntimeError("the stream ended, and did not say so")

    def read(self, response: Any) -> dict:
        message = response.message
        return {
            "text": message.content or "",
            "refusal": "",
            "reasoning": message.thinking or "",
            "signed": False,
            "calls": [
                {"name": call.function.name, "arguments": dict(call.function.arguments)}
                for call in message.tool_calls or []
            ],
            "stop": response.done_reason,
            "usage": {
                "input": response.prompt_eval_count,
                "output": response.eval_count,
                "cached": 0,
                "reasoning": 0,
            },
        }

    def next(self, request: dict, response: Any, results: list[str]) -> dict:
        message = response.message
        said = [
            {"role": "tool", "tool_name": call.function.name, "content": result}
            for call, result in zip(message.tool_calls, results)
        ]
        return {**request, "messages": [*request["messages"], message, *said]}

    def models(self) -> list[str]:
        return [model.model for model in self.client.list().models]

    def embed(self, task: dict) -> tuple[list[list[float]], int]:
        answer = self.client.embed(model=task["model"], input=task["input"], dimensions=task["dimensions"])
        return [list(vector) for vector in answer.embeddings], answer.prompt_eval_count

    def thrown(self, error: Exception) -> dict:
        # An error inside a stream has none.
        status = error.status_code if isinstance(error, ollama.ResponseError) else -1
        return {"status": None if status == -1 else status, "retryAfter": None}


_OPTIONS = {"maxTokens": "num_predict", "temperature": "temperature", "topP": "top_p", "stop": "stop"}


def _message(turn: dict) -> dict:
    message = {"role": turn["role"], "content": turn["text"]}
    if "image" in turn:
        message["images"] = [base64.b64decode(turn["image"]["base64"])]
    return message
