"""Tests of `scripts/check_wording.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checks.checkout import ROOT, append, copy, run_script, write

if TYPE_CHECKING:
    from pathlib import Path

PARTS = ("src", "templates", "scripts", "tests", "docs", "examples", "benchmarks", "Makefile", "pyproject.toml")

DISCOURAGED = [
    ("Whoever closes the client ends the runtime.", "Whoever"),
    ("The client declines requests that nobody answers.", "nobody"),
    ("A request that somebody has sent.", "somebody"),
    ("Who decides on commands.", "Who"),
    ("The client is closed. What waits for it fails.", "What"),
    ("One that waits is passed over.", "One that"),
    ("Those who read get all events.", "Those who"),
    ("The reply is none.", "is none"),
    ("The value is no number.", "is no number"),
    ("Return False if there is no handler.", "if there is no"),
    ("The request is no longer open.", "is no longer"),
    ("Raises for a field that holds what it cannot be.", "cannot be"),
    ("Return what the turn came to.", "came to"),
    ("The error tells of the exit.", "tells of"),
    ("Lend a function to the model.", "Lend"),
    ("The client does not wait for ever.", "for ever"),
    ("A request that was given up.", "given up"),
    ("The caller gives the turn up.", "gives the turn up"),
    ("The mailbox of a turn.", "mailbox"),
    ("Bulletins of the runtime.", "Bulletins"),
    ("Return the next event, or None if there is none.", "is none"),
    ("A stray response.", "stray"),
    ("A hurried request.", "hurried"),
    ("The caller has no patience.", "no patience"),
    ("The fold of the events.", "fold"),
    ("The played runtime answers.", "played runtime"),
]
GOOD = [
    "The client is closed. Pending calls raise an error.",
    "What happens if the runtime exits? The call raises an error.",
    "Return the next event, or None.",
    "The timeout is None.",
    "There is no timeout.",
    "The text is none of these formats.",
    "Lines that cannot be decoded are counted.",
    "Return up to 10 events, and give up to three examples.",
    "The users who approve commands.",
    "Return what the handler returned.",
    "The variable `nobody` and the module `mailbox.py`.",
    "Compare names with case folding.",
    "The diff algorithms minimal, patience and histogram.",
    "The blend of two colors.",
]


def problems(root: Path) -> list[str]:
    code, lines = run_script("check_wording.py", root)
    assert code == (1 if len(lines) > 1 else 0)
    return lines[:-1]


@pytest.mark.parametrize(("text", "wording"), DISCOURAGED)
def test_check_wording_with_discouraged_wording_reports_line_and_suggestion(
    text: str, wording: str, tmp_path: Path
) -> None:
    root = write(tmp_path, {"docs/page.md": f"# Title\n\nSome text.\n{text}\n"})
    (problem,) = problems(root)
    assert problem.startswith(f"docs/page.md:4: {wording!r}: write ")


@pytest.mark.parametrize("text", GOOD)
def test_check_wording_with_good_wording_passes(text: str, tmp_path: Path) -> None:
    assert problems(write(tmp_path, {"docs/page.md": f"{text}\n", "src/a.py": f'"""{text}"""\n'})) == []


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("README.md", "Text.\n\n- An item\n  that nobody\n  reads.\n", 4),
        ("docs/sub/page.md", "| a | b |\n|---|---|\n| one | nobody |\n", 3),
        ("docs/page.md", "```\ncode\n```\nnobody\n", 4),
        ("docs/page.md", "1. An item\n\n    nobody\n", 3),
        ("Makefile", "all:  ## Do it for nobody\n", 1),
        (".github/workflows/ci.yml", "# For nobody.\n", 1),
        ("templates/module.py.jinja", "{{ x }}\n# nobody\n", 2),
        ("src/a.py", '"""A module.\n\nFor nobody.\n"""\n', 3),
        ("src/a.py", "x = 1  # nobody\n", 1),
        ("src/a.py", "# A comment that\n# nobody reads.\n", 2),
        ("src/a.py", 'raise ValueError(f"{x}: nobody has asked for it")\n', 1),
        ("src/a.py", 'def f():\n    """Do it.\n\n    Args:\n        x: nobody.\n    """\n', 5),
        ("tests/test_a.py", "def test_what_nobody_reads() -> None: ...\n", 1),
        ("tests/test_a.py", "class TestA:\n    async def test_request_that_nobody_sent(self): ...\n", 2),
        ("examples/a.py", "# nobody\n", 1),
        ("scripts/a.py", "# nobody\n", 1),
        ("benchmarks/a.py", "# nobody\n", 1),
    ],
)
def test_check_wording_with_each_kind_of_text_reports_its_line(name: str, text: str, line: int, tmp_path: Path) -> None:
    found = problems(write(tmp_path, {name: text}))
    assert found
    assert all(problem.startswith(f"{name}:{line}: ") for problem in found)
    assert any("'nobody'" in problem for problem in found)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("docs/page.md", "```\nnobody\n```\n"),
        ("docs/page.md", "Text:\n\n    nobody\n"),
        ("docs/page.md", "Read [the page](nobody.md).\n"),
        ("src/a.py", "nobody = 'nobody'\n"),
        ("src/a.py", "x = 1  # noqa: nobody\n"),
        ("src/a.py", "def what_nobody_reads() -> None: ...\n"),
        ("generated/codex_protocol/a.py", "# nobody\n"),
        ("notes.txt", "nobody\n"),
        ("docs/page.md", "It is\n\n# no end\n"),
    ],
)
def test_check_wording_with_code_or_other_files_reports_nothing(name: str, text: str, tmp_path: Path) -> None:
    assert problems(write(tmp_path, {name: text})) == []


@pytest.mark.parametrize("name", ["docs/page.md", "Makefile"])
def test_check_wording_with_merge_conflict_reports_its_markers(name: str, tmp_path: Path) -> None:
    conflict = "one\n<<<<<<< HEAD\ntwo\n=======\nthree\n>>>>>>> main\n"
    found = problems(write(tmp_path, {name: conflict}))
    message = "marker of a merge conflict: resolve the conflict"
    assert [problem for problem in found if "marker" in problem] == [f"{name}:2: {message}", f"{name}:6: {message}"]


def test_check_wording_with_wording_across_lines_reports_the_first_line(tmp_path: Path) -> None:
    root = write(tmp_path, {"docs/page.md": "The value is\nno number.\n", "src/a.py": "# It was given\n# up.\n"})
    assert [problem.partition(": write")[0] for problem in problems(root)] == [
        "docs/page.md:1: 'is no number'",
        "src/a.py:1: 'given up'",
    ]


def test_check_wording_with_planted_wording_reports_it(tmp_path: Path) -> None:
    pages = [path.name for path in ROOT.glob("*.md")]
    root = copy(tmp_path, *PARTS, *pages)
    assert problems(root) == []
    line = append(root / "src" / "openai_codex" / "retry.py", "\n# A field that nobody has set.\n") + 1
    (problem,) = problems(root)
    assert problem.startswith(f"src/openai_codex/retry.py:{line}: 'nobody': write name the actor: ")
