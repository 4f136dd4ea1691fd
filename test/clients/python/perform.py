"""What every task comes to, by the verbs that each library has: those of client/library.ts."""

from typing import Any, Callable


class Left(Exception):
    """The stream is left: raised out of it, as by a program that has heard enough."""


def perform(library: Any, task: dict, on_heard: Callable[[], None]) -> dict:
    seen: dict = {"answers": []}
    try:
        _perform(library, task, seen, on_heard)
    except Exception as error:  # noqa: BLE001: whatever a library throws is what its user sees
        seen["error"] = {"class": type(error).__name__, "message": str(error), **library.thrown(error)}
    return seen


def _perform(library: Any, task: dict, seen: dict, on_heard: Callable[[], None]) -> None:
    match task["do"]:
        case "chat":
            _chat(library, task, seen, on_heard)
        case "leave":
            _leave(library, task, seen, on_heard)
        case "models":
            seen["models"] = library.models()
        case "embed":
            seen["vectors"], seen["embedded"] = library.embed(task)
        case "count":
            seen["counted"] = library.count(library.request(task["model"], task["ask"]))


def _chat(library: Any, task: dict, seen: dict, on_heard: Callable[[], None]) -> None:
    request = library.request(task["model"], task["ask"])
    while True:
        if task["stream"]:
            message = library.stream(request, _hearing(seen, on_heard))
        else:
            message = library.whole(request)
        answer = library.read(message)
        seen["answers"].append(answer)
        if "results" not in task or not answer["calls"]:
            return
        request = library.next(request, message, task["results"])


def _leave(library: Any, task: dict, seen: dict, on_heard: Callable[[], None]) -> None:
    hear = _hearing(seen, on_heard)

    def hear_and_leave(piece: str) -> None:
        hear(piece)
        if piece:
            raise Left

    try:
        library.stream(library.request(task["model"], task["ask"]), hear_and_leave)
    except Left:
        pass


def _hearing(seen: dict, on_heard: Callable[[], None]) -> Callable[[str], None]:
    seen["heard"] = ""

    def hear(piece: str) -> None:
        if piece and not seen["heard"]:
            on_heard()
        seen["heard"] += piece

    return hear
