"""Run the scripted model in a separate process, so that its CPU time is not counted as the client's.

    python benchmarks/model.py WORDS

Prints one line of JSON with the fields of a `CodexConfig` for a runtime that uses it, and exits when stdin is closed.
The reply to a prompt that contains "long" has WORDS words; other replies are a short sentence.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from openai_codex.testing import Reply, ScriptedModel, Text

if TYPE_CHECKING:
    from openai_codex.testing import RecordedRequest


def main() -> None:
    """Serve until stdin is closed."""
    words = int(sys.argv[1])

    def reply(request: RecordedRequest) -> Reply:
        return Text("word " * words if "long" in (request.user_text or "") else "Hello there, this is the answer.")

    with ScriptedModel(reply) as model:
        config = model.config(settings={"sandbox_mode": "read-only", "approval_policy": "never"})
        print(json.dumps({"env": dict(config.env or {}), "cwd": config.cwd}), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
