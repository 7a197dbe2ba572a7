"""Generate the sync client in `_sync/` from the async client in `_async/`.

The conversion works on text, line by line, so comments and docstrings are converted as well. The few passages whose
meaning differs are listed in `PASSAGES`. A passage that no longer occurs in the source is an error.

    python scripts/async_to_sync.py            write the generated modules
    python scripts/async_to_sync.py --check    report modules that differ from their source, and exit with 1
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parents[1]
SOURCE = Path("src/openai_codex/_async")
TARGET = Path("src/openai_codex/_sync")

HEADER = "# Generated from _async/{name} by scripts/async_to_sync.py. Do not edit.\n"

# In order: each pattern is applied to the whole text of a module.
WORDS = [
    (r"\basync (def|with|for)\b", r"\1"),
    (r"\bawait ", ""),
    (r"\b_async\b", "_sync"),
    (r"\b_connection\.asyncio\b", "_connection.sync"),
    (r"\bfrom asyncio import sleep\b", "from time import sleep"),
    (r"\bAsyncGenerator\[(.+?), None\]", r"Generator[\1, None, None]"),
    (r"\b(_?)Async(?=[A-Z])", r"\1"),
    (r"__a(enter|exit|iter|next)__", r"__\1__"),
    (r"\bStopAsyncIteration\b", "StopIteration"),
    (r"\baclosing\b", "closing"),
    (r"\basynccontextmanager\b", "contextmanager"),
    (r"\bis_ready_async\b", "is_ready"),
]

_CANCELLED = "If the caller is cancelled or interrupted by Ctrl-C"
_INTERRUPTED = "If the caller is interrupted by Ctrl-C"

# Module: passages of the source, and what the sync client has in their place.
PASSAGES: dict[str, list[tuple[str, str]]] = {
    "client.py": [
        ("the asyncio client.", "the synchronous client."),
        (
            """Asyncio client for the Codex runtime.

    The runtime starts on `async with` or on the first awaited call, once for all tasks. Use the client as a context
    manager or call `close()`. An instance is bound to the event loop that started it.
""",
            """Synchronous client for the Codex runtime.

    Starts the runtime and completes the handshake before returning. Use the client as a context manager or call
    `close()`. Instances are thread-safe.
""",
        ),
        (
            "        UnexpectedKeywordError: A keyword is not the name of a handler.\n",
            """        UnexpectedKeywordError: A keyword is not the name of a handler.
        ConfigError: The configuration is invalid. Nothing was started.
        RuntimeNotFoundError: No runtime was found.
        RuntimeStartError: The runtime exited, or did not respond within `CodexConfig.start_timeout`.
""",
        ),
        ("Idempotent, also for concurrent tasks.", "Idempotent and thread-safe."),
        (
            '''        """Runtime information from the `initialize` response.

        Raises:
            NotStartedError: The runtime has not been started yet.
        """
''',
            '        """Runtime information from the `initialize` response."""\n',
        ),
        (
            """\
        Callbacks are called in the event loop and must not block; awaitable results are awaited. Callbacks run one at a
        time, each in a copy of the context of the caller of this method, and may use the client. Exceptions are logged.
""",
            """\
        Callbacks run one at a time in a dedicated thread, each in a copy of the context of the caller of this method.
        They may use the client. A new event loop in that thread awaits awaitable results. Exceptions are logged.
""",
        ),
        (
            """\
        Does not contact the runtime.

        Raises:
            NotStartedError: The runtime has not been started yet.
""",
            """\
        Does not contact the runtime.
""",
        ),
    ],
    "notifications.py": [("Async iterator over", "Iterator over")],
    "turn.py": [
        (
            """\
        Exiting early, by `break` or an exception, interrupts the turn, unless another consumer is active. After
        `break`, the client sends the interrupt without waiting for it. To wait for it, close the stream with
        `contextlib.aclosing`, or use `AsyncThread.stream`. The next turn of the thread waits for it in any case.
""",
            """\
        Exiting early, by `break` or an exception, interrupts the turn, unless another consumer is active. After
        `break`, the client sends the interrupt without waiting for it. To wait for it, use `Thread.stream`. The next
        turn of the thread waits for it in any case.
""",
        ),
        (_CANCELLED, _INTERRUPTED),
    ],
    "thread.py": [(_CANCELLED, _INTERRUPTED)],
    "goal.py": [(_CANCELLED, _INTERRUPTED)],
}


class ConversionError(Exception):
    """A passage of `PASSAGES` does not occur exactly once in its module."""


def convert(name: str, text: str) -> str:
    """Return the sync module for the async module `name` with the content `text`, not formatted."""
    for passage, replacement in PASSAGES.get(name, []):
        if text.count(passage) != 1:
            raise ConversionError(
                f"{SOURCE / name}: expected this passage once, found it {text.count(passage)} times; "
                f"update PASSAGES in scripts/async_to_sync.py:\n{passage}"
            )
        text = text.replace(passage, replacement)
    for pattern, replacement in WORDS:
        text = re.sub(pattern, replacement, text)
    return HEADER.format(name=name) + text


def formatted(root: Path, path: Path, text: str) -> str:
    """Sort the imports of a module and format it with ruff."""
    for command in (["check", "--select", "I", "--fix", "--exit-zero"], ["format"]):
        text = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--quiet", "--stdin-filename", str(path), "-"],
            input=text,
            capture_output=True,
            check=True,
            cwd=root,
            encoding="utf-8",
        ).stdout
    return text


def generate(root: Path) -> dict[Path, str]:
    """Return the modules of the sync client below `root`, by path."""
    modules: dict[Path, str] = {}
    for source in sorted((root / SOURCE).glob("*.py")):
        text = source.read_text(encoding="utf-8")
        path = TARGET / source.name
        modules[path] = formatted(root, path, convert(source.name, text)) if text else ""
    return modules


def main(arguments: Sequence[str] | None = None) -> int:
    """Write or check the generated modules; return the exit status."""
    parser = argparse.ArgumentParser(description="Generate the sync client from the async client.")
    parser.add_argument("--check", action="store_true", help="report differences instead of writing the modules")
    parser.add_argument("--root", type=Path, default=ROOT, help="folder of the repository")
    options = parser.parse_args(arguments)
    root: Path = options.root.resolve()
    modules = generate(root)
    present = {path.relative_to(root) for path in (root / TARGET).glob("*.py")}
    if options.check:
        differing = [path for path, text in modules.items() if _read(root / path) != text]
        for path in sorted({*differing, *(present - modules.keys())}):
            print(f"{path.as_posix()}: differs from its source, run make generate")
        return 1 if differing or present - modules.keys() else 0
    for path, text in modules.items():
        if _read(root / path) != text:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8", newline="\n")
    for path in present - modules.keys():
        (root / path).unlink()
    return 0


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


if __name__ == "__main__":
    sys.exit(main())
