"""Tests of `scripts/check_docstrings.py`."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pytest

from check_docstrings import SUBMODULES
from checks.checkout import append, copy, run_script, write

if TYPE_CHECKING:
    from pathlib import Path

PUBLIC = {
    "src/openai_codex/__init__.py": """
        __all__ = ["Client", "ClientError", "run"]
        from openai_codex._run import Client as Client, run as run
        from openai_codex.errors import ClientError as ClientError
        """,
    "src/openai_codex/errors.py": '''
        __all__ = ["ClientError"]
        class ClientError(Exception):
            """The client failed."""
        ''',
    **{f"src/openai_codex/{name.replace('.', '/')}.py": "" for name in SUBMODULES if name != "errors"},
}
RUN = '''
from openai_codex.errors import ClientError

class Connection:
    pass

class _Base:
    def ping(self):
        """Send a ping."""

class Client(_Base):
    """A client.

    Args:
        host: the name of the host.
        timeout: seconds; None disables it.

    Raises:
        ClientError: the host is unknown.
    """

    def __init__(self, host: str, timeout: float | None) -> None:
        if not host:
            raise ClientError("host: expected a name")

    @property
    def state(self) -> str:
        """The state of the connection."""

    def _connect(self, host, port):
        pass

def run(first: int, *others: int, timeout: float | None = None, **options: str) -> int:
    """Run commands and return the exit code (`command/exec`).

    Args:
        first: a command.
        *others: more commands.
        timeout: seconds; None disables it.
        **options: see `Options`.

    Returns:
        The exit code.

    Raises:
        ClientError: a command is unknown.
        TimeoutError: the timeout expired.
        asyncio.CancelledError: the task was cancelled.
    """
    def later():
        raise KeyError
    raise ClientError("first: unknown command")

def _private(first, second):
    pass
'''


def checked(folder: Path, source: str) -> list[str]:
    """Check a package with this module; return the problems without their path and line."""
    files = {name: textwrap.dedent(text) for name, text in PUBLIC.items()}
    root = write(folder, {**files, "src/openai_codex/_run.py": source})
    code, lines = run_script("check_docstrings.py", root)
    assert code == (1 if len(lines) > 1 else 0)
    return [line.split(" ", 1)[1] for line in lines[:-1]]


def test_check_docstrings_with_complete_docstrings_passes(tmp_path: Path) -> None:
    assert checked(tmp_path, RUN) == []


SUMMARY = "first line of the docstring: "


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('"""Send a ping."""', "pass", "_Base.ping: missing docstring"),
        ("Send a ping.", "Sends a ping.", f"_Base.ping: {SUMMARY}expected an imperative verb, got 'Sends'"),
        ("Send a ping.", "The ping.", f"_Base.ping: {SUMMARY}expected an imperative verb, got 'The'"),
        ("Send a ping.", "Send a ping", f"_Base.ping: {SUMMARY}expected a complete sentence, then an empty line"),
        (
            "Send a ping.",
            "Send a ping. The host answers.",
            f"_Base.ping: {SUMMARY}expected one sentence; move the others to the next paragraph",
        ),
        ("Send a ping.", f"Send {'p' * 83}.", f"_Base.ping: {SUMMARY}89 characters, expected at most 88"),
        ("        first: a command.\n", "", "run: Args: missing parameter 'first'"),
        ("        *others: more commands.\n", "", "run: Args: missing parameter 'others'"),
        ("first: a command", "first: a command.\n        second: no", "run: Args: unknown parameter 'second'"),
        ("    Returns:\n        The exit code.\n", "", "run: missing section 'Returns:' (or 'Yields:') for int"),
        ("        ClientError: a command is unknown.\n", "", "run: Raises: missing 'ClientError'"),
        ("TimeoutError: the", "ClockError: the", "run: Raises: unknown exception 'ClockError'"),
        ("asyncio.CancelledError", "asyncio.Task", "run: Raises: unknown exception 'asyncio.Task'"),
        ("        host: the name of the host.\n", "", "Client: Args: missing parameter 'host'"),
        ("        ClientError: the host is unknown.\n", "", "Client: Raises: missing 'ClientError'"),
        ("def run(", "def start(", "openai_codex.run: exported, but not defined"),
    ],
)
def test_check_docstrings_with_incomplete_docstring_reports_it(
    old: str, new: str, problem: str, tmp_path: Path
) -> None:
    assert RUN.count(old) == 1
    assert checked(tmp_path, RUN.replace(old, new)) == [problem]


def test_check_docstrings_with_function_without_sections_reports_each_one(tmp_path: Path) -> None:
    start = RUN.index("\n\n    Args:\n        first")
    end = RUN.index('    """\n    def later')
    assert checked(tmp_path, RUN[:start] + "\n" + RUN[end:]) == [
        "run: Raises: missing 'ClientError'",
        "run: missing section 'Args:' for first, timeout, others, options",
    ]


def test_check_docstrings_with_internal_constructor_requires_no_sections(tmp_path: Path) -> None:
    start = RUN.index("\n\n    Args:\n        host")
    end = RUN.index('    """\n\n    def __init__')
    source = RUN[:start] + "\n" + RUN[end:]
    assert "Client: missing section 'Args:' for host, timeout" in checked(tmp_path / "public", source)
    internal = source.replace("self, host: str", "self, host: Connection")
    assert checked(tmp_path / "internal", internal) == []


def test_check_docstrings_with_planted_function_reports_it(tmp_path: Path) -> None:
    root = copy(tmp_path, "src", "generated")
    assert run_script("check_docstrings.py", root) == (0, ["docstrings: ok"])
    tools = root / "src" / "openai_codex" / "tools" / "toolset.py"
    text = tools.read_text("utf-8")
    planted = '    def planted(self, first: int, second: int) -> None:\n        """Plant."""\n\n'
    tools.write_text(text.replace("    def find(", f"{planted}    def find("), "utf-8")
    line = text[: text.index("    def find(")].count("\n") + 1
    assert run_script("check_docstrings.py", root) == (
        1,
        [
            f"src/openai_codex/tools/toolset.py:{line}: ToolSet.planted: missing section 'Args:' for first, second",
            "docstrings: 1 problems",
        ],
    )


def test_check_docstrings_with_module_without_all_checks_it(tmp_path: Path) -> None:
    root = copy(tmp_path, "src", "generated")
    line = append(root / "src" / "openai_codex" / "retry.py", "\n\ndef planted() -> None:\n    pass\n") + 2
    lines = run_script("check_docstrings.py", root)[1]
    assert f"src/openai_codex/retry.py:{line}: planted: missing docstring" in lines
