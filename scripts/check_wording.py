"""Report discouraged wording in documentation, docstrings, comments, messages and test names.

Each rule has a pattern and a suggestion. The text is checked in paragraphs, so that a pattern matches across line
breaks. Code in backticks, code blocks and generated/ are not checked: descriptions in the schema come from the runtime.
"""

from __future__ import annotations

import ast
import re
import sys
import tokenize
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from check_report import Problem, python_files, run_check

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

PYTHON_FOLDERS = ("src", "templates", "scripts", "tests", "examples", "benchmarks")
MARKDOWN = ("*.md", "docs/**/*.md", "examples/**/*.md", "benchmarks/**/*.md", "tests/**/*.md")
TEMPLATES = ("src/**/*.jinja", "templates/**/*.jinja")
WITH_COMMENTS = ("Makefile", "pyproject.toml", ".ci/run", ".github/workflows/*.yml", "schema/overrides.toml")

EXCLUDED = re.compile(
    r"""
    ^scripts/check_wording\.py$ | ^tests/checks/test_check_wording\.py$  # contain the discouraged wording
    | ^tests/codegen/golden  # generated
    """,
    re.VERBOSE,
)

ACTOR = "name the actor: the client, the runtime, the caller, the handler"


@dataclass(frozen=True)
class Rule:
    """Discouraged wording, and what to write instead.

    A `first` pattern matches only at the start of a sentence that is not a question. In names of tests, `names` decides
    whether the rule applies.
    """

    pattern: str
    suggestion: str
    first: bool = False
    names: bool = True
    compiled: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # A sentence starts a paragraph, a list item or a cell, or follows the end of another sentence.
        before = r"(?:^|(?<=[.!?:;|]\s)|(?<=\*\*)|(?<=\"\"\"))" if self.first else r"\b"
        object.__setattr__(self, "compiled", re.compile(rf"{before}({self.pattern})\b"))


RULES = (
    # Pronouns as the subject.
    Rule("[Ww]hoever", ACTOR),
    Rule("[Nn]obody", f"{ACTOR}; or write 'no handler', 'no caller', 'no consumer'"),
    Rule("[Ss]omebody", ACTOR),
    Rule("Who", ACTOR, first=True),
    Rule("What", "start with a noun or a verb: 'Return ...', 'The value that ...'", first=True),
    Rule("(?:One|Those|That|They) (?:that|who|which)", ACTOR, first=True),
    # Negations that do not say what is wrong.
    Rule(r"(?:is|are|was|were) none(?! of\b)", "'is not set', 'is missing' or 'is invalid'", names=False),
    Rule("if there (?:is|are) no", "'without ...', 'if ... is missing' or 'if ... is unknown'"),
    Rule("(?:is|are|was|were) no longer", "'has ended', 'was closed' or 'has lost'", names=False),
    Rule(
        r"(?<![Tt]here )(?:is|are|was|were) no (?!longer|more|later|larger|less|fewer|earlier|older|newer)[a-z]+",
        "'is not a ...', 'has no ...' or 'is invalid'",
    ),
    Rule(r"cannot be(?=\s*[.;:,)]|\s*$)", "'is invalid', and say what is expected"),
    # Idioms and metaphors.
    Rule("(?:come|comes|came|coming) to(?! an end| the end)", "'reach', 'result in' or 'become'"),
    Rule("(?:tell|tells|told|telling) of", "'report', 'contain' or 'is notified about'"),
    Rule("[Ll](?:end|ends|ent|ending)", "'pass', 'provide' or 'register'"),
    Rule("for ever", "'indefinitely', 'without a limit' or 'forever'"),
    Rule(
        r"[Gg](?:ive|ives|ave|iven|iving) (?:(?:it|them|this|that|(?:a|an|the|its) \w+) )?up(?! to\b)(?!-)",
        "'abandon', 'cancel' or 'stop waiting for'",
    ),
    Rule("signs? of life", "'event' or 'response'"),
    Rule("(?:mean|means|do|does|did) harm", "'is malicious' or 'is invalid'"),
    # Private terms for concepts that have a standard one.
    Rule("[Mm]ailbox(?:es)?", "'event buffer'"),
    Rule("[Bb]ulletins?", "'notification bus'"),
    Rule("[Ss]trays?", "'orphaned response' or 'orphaned turn'"),
    Rule("[Hh]urried", "'with a shorter timeout'"),
    # `patience` alone is an algorithm of git diff.
    Rule("Patience|(?:a|no|of|the|with) patience", "'timeout' or 'deadline'"),
    Rule("[Ll]ifelines?", "'watchdog'"),
    Rule("(?<!case )(?<!Case )(?<!case-)(?:[Ff]olds?|[Ff]olded|[Ff]olding)", "'collect', 'collector' or 'merge'"),
    Rule("[Bb]ury|[Bb]uries|[Bb]uried", "'reap'"),
    Rule("[Pp]layed runtimes?", "'fake runtime'"),
    Rule("(?:import|module)s? circles?", "'import cycle'"),
)


@dataclass
class Paragraph:
    """Text that belongs together, with the line number of each of its pieces."""

    text: str = ""
    offsets: list[int] = field(default_factory=lambda: list[int]())
    lines: list[int] = field(default_factory=lambda: list[int]())

    def add(self, line: int, text: str) -> None:
        """Append the text of a line."""
        if self.text:
            self.text += " "
        self.offsets.append(len(self.text))
        self.lines.append(line)
        self.text += text.strip()

    def line_at(self, offset: int) -> int:
        """Return the number of the line that an offset of the text is on."""
        return self.lines[bisect_right(self.offsets, offset) - 1]


def check(root: Path) -> Iterator[Problem]:
    """Yield the places with discouraged wording in a checkout."""
    for path in python_files(root, *PYTHON_FOLDERS):
        shown = path.relative_to(root).as_posix()
        if not EXCLUDED.search(shown):
            source = path.read_text(encoding="utf-8")
            yield from _problems(shown, python_paragraphs(source))
            if shown.startswith("tests/"):
                yield from _name_problems(shown, source)
    readers = ((MARKDOWN, markdown_paragraphs), (TEMPLATES, plain_paragraphs), (WITH_COMMENTS, comment_paragraphs))
    for patterns, reader in readers:
        for path in sorted({found for pattern in patterns for found in root.glob(pattern)}):
            shown = path.relative_to(root).as_posix()
            if not EXCLUDED.search(shown):
                text = path.read_text(encoding="utf-8")
                yield from _problems(shown, reader(text))
                yield from _marker_problems(shown, text)


def _problems(shown: str, paragraphs: Iterable[Paragraph]) -> Iterator[Problem]:
    for paragraph in paragraphs:
        text = _without_code(paragraph.text)
        for rule in RULES:
            for found in rule.compiled.finditer(text):
                if not (rule.first and _is_question(text, found.end())):
                    yield Problem(shown, paragraph.line_at(found.start(1)), f"{found[1]!r}: write {rule.suggestion}")


def _marker_problems(shown: str, text: str) -> Iterator[Problem]:
    """Yield the markers of merge conflicts. Python files with markers have no valid syntax."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith(("<<<<<<< ", ">>>>>>> ")):
            yield Problem(shown, number, "marker of a merge conflict: resolve the conflict")


def _name_problems(shown: str, source: str) -> Iterator[Problem]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name.startswith("test_"):
            # As a sentence, for the rules about its start.
            text = node.name.removeprefix("test_").replace("_", " ").capitalize()
            for rule in RULES:
                found = rule.compiled.search(text) if rule.names else None
                if found:
                    yield Problem(shown, node.lineno, f"{node.name} contains {found[1]!r}: write {rule.suggestion}")


def _without_code(text: str) -> str:
    """Replace code in backticks, link targets and addresses by as many spaces or letters, so that offsets stay."""
    text = re.sub(r"(`+).+?\1", lambda found: "x" * len(found[0]), text)
    return re.sub(r"\]\([^)\s]*\)|https?://\S+", lambda found: "x" * len(found[0]), text)


def _is_question(text: str, start: int) -> bool:
    end = re.search(r"[.?!](?=\s|$|\*|\"|')", text[start:])
    return end is not None and end[0] == "?"


def python_paragraphs(source: str) -> Iterator[Paragraph]:
    """Yield the comments and the text in string literals of Python code."""
    yield from _comments(source)
    tree = ast.parse(source)
    docstrings = set(_docstrings(tree))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        # Short literals are keys, values and names; they are not read as sentences.
        if id(node) in docstrings or len(node.value.split()) > 2:
            spanned = (node.end_lineno or node.lineno) > node.lineno
            yield from plain_paragraphs(node.value, node.lineno, fixed=not spanned)


def _docstrings(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        for statement in getattr(node, "body", []) if not isinstance(node, (ast.Lambda, ast.IfExp)) else []:
            if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
                yield id(statement.value)


def _comments(source: str) -> Iterator[Paragraph]:
    paragraph = Paragraph()
    lines = iter(source.splitlines(keepends=True))
    for token in tokenize.generate_tokens(lambda: next(lines, "")):
        if token.type == tokenize.COMMENT:
            text = token.string.lstrip("#").strip()
            # A comment after code belongs to its own line; tools read the others.
            alone = token.line.lstrip().startswith("#")
            if not (alone and paragraph.lines and paragraph.lines[-1] == token.start[0] - 1):
                yield paragraph
                paragraph = Paragraph()
            if not re.match(r"type:|noqa|pyright:|pragma:|!", text):
                paragraph.add(token.start[0], text)
    yield paragraph


def plain_paragraphs(text: str, first: int = 1, *, fixed: bool = False) -> Iterator[Paragraph]:
    """Yield the paragraphs of plain text that starts at a line; with `fixed`, all of it is on that line."""
    paragraph = Paragraph()
    for number, line in enumerate(text.splitlines(), first):
        stripped = line.strip().removeprefix('"""')
        if not stripped or re.match(r"[-*] |\w+: |[`*\w]+`?: ", stripped):
            yield paragraph
            paragraph = Paragraph()
        if stripped:
            paragraph.add(first if fixed else number, re.sub(r"^[-*] ", "", stripped))
    yield paragraph


def comment_paragraphs(text: str) -> Iterator[Paragraph]:
    """Yield the comments of a file in which they start with `#`, as the Makefile with its help texts."""
    for number, line in enumerate(text.splitlines(), 1):
        found = re.search(r"(?:^|\s)#+\s+(.*)", line)
        if found:
            paragraph = Paragraph()
            paragraph.add(number, found[1])
            yield paragraph


def markdown_paragraphs(text: str) -> Iterator[Paragraph]:
    """Yield the headings, paragraphs, list items and table cells of Markdown, without code blocks."""
    paragraph = Paragraph()
    fence = ""
    in_list = False
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        mark = re.match(r"(`{3,}|~{3,})", stripped)
        if fence or mark:
            if mark and (not fence or stripped.startswith(fence)):
                fence = "" if fence else mark[1]
            continue
        starts = not stripped or stripped.startswith(("#", "|", ">")) or re.match(r"([-*+]|\d+\.) ", stripped)
        if starts:
            yield paragraph
            paragraph = Paragraph()
            in_list = bool(re.match(r"([-*+]|\d+\.) ", stripped)) or (in_list and (not stripped or line[0] == " "))
        elif not paragraph.text:
            in_list = in_list and line.startswith(" ")
        if line.startswith("    ") and not in_list and not paragraph.text:
            continue
        if stripped:
            paragraph.add(number, re.sub(r"^(#+|[-*+]|\d+\.|>|\|) +", "", stripped))
            if stripped.startswith(("#", "|")):
                yield paragraph
                paragraph = Paragraph()
    yield paragraph


if __name__ == "__main__":
    sys.exit(run_check("wording", __doc__, check))
