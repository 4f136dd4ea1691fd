"""Does tasks with PyPI's official clients: a task a line on stdin, what was seen of it a line on stdout.

In:  {"library": "openai_chat", "url": "http://...", "task": {...}}
Out: {"heard": true} when the first of a stream has come, {"seen": {...}} at the end.

Tasks and what is seen of them have the shapes of neutral/task.ts and neutral/observation.ts.
"""

import functools
import importlib
import json
import sys
from typing import Any

from perform import perform


def main() -> None:
    # What a library prints must not stand between the answers.
    answers, sys.stdout = sys.stdout, sys.stderr

    def tell(message: dict) -> None:
        print(json.dumps(message), file=answers, flush=True)

    @functools.cache
    def library(name: str, url: str) -> Any:
        return importlib.import_module(name).Library(url)

    for line in sys.stdin:
        job = json.loads(line)
        opened = library(job["library"], job["url"])
        tell({"seen": perform(opened, job["task"], on_heard=lambda: tell({"heard": True}))})


main()
