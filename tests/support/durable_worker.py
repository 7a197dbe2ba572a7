"""A program that runs a worker until its standard input ends. The argument is a JSON document."""

from __future__ import annotations

import json
import sys

from openai_codex import CodexConfig


def main() -> None:
    """Run a worker."""
    from openai_codex.durable import DurableCodex, Worker
    from support import durable

    values = json.loads(sys.argv[1])
    assert durable.reviewed_release.__module__ == "support.durable"
    with DurableCodex(values["url"]) as database:
        worker = Worker(database, name=values["name"], config=CodexConfig(**values["config"]), **values["options"])
        worker.start()
        print("ready", flush=True)
        sys.stdin.read()
        worker.stop()


if __name__ == "__main__":
    main()
