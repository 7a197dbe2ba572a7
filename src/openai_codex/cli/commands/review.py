"""`codex-py review`: review changes."""

from __future__ import annotations

import json
import os
import sys
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openai_codex.cli.exit_codes import ExitCode
from openai_codex.cli.options import DirectoryOption, ModelOption
from openai_codex.cli.output import console, is_terminal, joined, safe_line, safe_text, styled

if TYPE_CHECKING:
    from openai_codex.cli.connection import Connection
    from openai_codex.cli.review.findings import Review


class Format(str, Enum):
    """Formats of a report."""

    text = "text"
    table = "table"
    json = "json"
    sarif = "sarif"


class PriorityName(str, Enum):
    """Priorities of findings, the most urgent first."""

    p0 = "P0"
    p1 = "P1"
    p2 = "P2"
    p3 = "P3"


def review(
    context: typer.Context,
    instructions: Annotated[str | None, typer.Argument(help="Instructions, instead of a target.")] = None,
    base: Annotated[str | None, typer.Option(metavar="BRANCH", help="Review the changes since this branch.")] = None,
    commit: Annotated[str | None, typer.Option(metavar="SHA", help="Review this commit.")] = None,
    diff: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Review the diff in this file; - reads it from standard input.")
    ] = None,
    format: Annotated[
        Format, typer.Option("-f", "--format", help="Format of the report. Text needs no second turn.")
    ] = Format.table,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write the report to this file.")
    ] = None,
    fail_on: Annotated[
        PriorityName | None, typer.Option(help="Exit with 7 if a finding has this priority or a more urgent one.")
    ] = None,
    cd: DirectoryOption = None,
    model: ModelOption = None,
    timeout: Annotated[float | None, typer.Option(min=0.001, help="Maximum time of each turn, in seconds.")] = None,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Do not show progress.")] = False,
) -> None:
    """Review changes and print the findings.

    Without a target, the uncommitted changes of the working directory are reviewed. The agent cannot change files.
    """
    if sum(each is not None for each in (instructions, base, commit, diff)) > 1:
        raise typer.BadParameter("pass only one of INSTRUCTIONS, --base, --commit and --diff")
    if fail_on is not None and format is Format.text:
        raise typer.BadParameter("--fail-on requires another --format than text, which has no priorities")
    connection: Connection = context.obj
    connection.check_directory(cd)
    if output is not None:
        _check_output(output)
    from openai_codex.cli.review.run import run_review
    from openai_codex.cli.review.target import review_target

    root = (cd or Path.cwd()).resolve()
    target = review_target(instructions, base, commit, diff, root if connection.url is None else None)
    text, found = run_review(
        connection, target, findings=format is not Format.text, cwd=root, model=model, timeout=timeout, quiet=quiet
    )
    report = _report(text, found, format, root)
    if output is not None:
        _write(output, report or _plain_table(found))
    elif report is not None:
        print(report if format is not Format.text or not is_terminal(sys.stdout) else safe_text(report), end="")
    elif found is not None:
        _print_findings(found)
    if found is not None and fail_on is not None and found.at_least(fail_on.value):
        raise typer.Exit(ExitCode.FOUND)


def _check_output(path: Path) -> None:
    """Reject a file that is not writable, before the review starts."""
    folder = path.absolute().parent
    problem = None
    if path.is_dir():
        problem = "is a directory; expected a file"
    elif not folder.is_dir():
        problem = f"the directory {str(folder)!r} does not exist; create it, or pass another file"
    elif not os.access(path if path.exists() else folder, os.W_OK):
        problem = "is not writable; pass another file"
    if problem is not None:
        raise typer.BadParameter(f"--output {path}: {problem}")


def _write(path: Path, report: str) -> None:
    """Write the report to a file, or to standard output if that fails."""
    try:
        path.write_text(report, encoding="utf-8")
    except OSError:
        print(report, end="")
        raise


def _report(text: str, found: Review | None, format: Format, root: Path) -> str | None:
    """Return the report as text, or None for a table, whose form depends on the output."""
    if format is Format.text or found is None:
        return f"{text.rstrip()}\n"
    if format is Format.json:
        return json.dumps(found.model_dump(mode="json"), indent=2, ensure_ascii=True) + "\n"
    if format is Format.sarif:
        from openai_codex.cli.review.sarif import sarif_log

        return json.dumps(sarif_log(found, root), indent=2, ensure_ascii=True) + "\n"
    return None


def _plain_table(found: Review | None) -> str:
    findings = [] if found is None else found.findings
    rows = ((each.priority, each.place, each.title, each.body) for each in findings)
    return "".join("\t".join(map(safe_line, row)) + "\n" for row in rows)


def _print_findings(found: Review) -> None:
    """Print the findings: as paragraphs to a terminal, else one line per finding."""
    if not is_terminal(sys.stdout):
        print(_plain_table(found), end="")
        return
    output = console()
    output.print(styled(found.summary))
    for finding in found.findings:
        style = {"P0": "bold red", "P1": "red", "P2": "yellow", "P3": "dim"}[finding.priority]
        output.print()
        output.print(joined(styled(finding.priority, style), styled(f"  {safe_line(finding.title)}", "bold")))
        if finding.place:
            output.print(styled(f"    {safe_line(finding.place)}", "dim"))
        output.print(styled(finding.body))
    if not found.findings:
        output.print(styled("No findings.", "green"))


def register(app: typer.Typer) -> None:
    """Add the command to an application."""
    app.command()(review)
