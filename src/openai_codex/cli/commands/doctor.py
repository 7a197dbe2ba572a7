"""`codex-py doctor`: find problems of the installation."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from openai_codex.cli.exit_codes import ExitCode
from openai_codex.cli.output import console, joined, print_json, safe_text, styled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from openai_codex.cli.connection import Connection
    from openai_codex.cli.doctor.checks import Check


def doctor(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object per check.")] = False,
) -> None:
    """Check the installation, and print a remedy for each problem."""
    worst = False
    output = console(sys.stdout)
    for check in _checks(context.obj):
        worst = worst or check.status.value == "problem"
        if as_json:
            print_json(
                {
                    "check": check.name,
                    "status": check.status.value,
                    "message": safe_text(check.message),
                    "remedy": check.remedy,
                }
            )
            continue
        show_check(check, output)
    if worst:
        raise typer.Exit(ExitCode.FOUND)


def show_check(check: Check, output: Console) -> None:
    """Print the result of a check, and its remedy."""
    style = {"ok": "green", "warning": "yellow", "problem": "bold red"}[check.status.value]
    line = joined(styled(f"{check.status.value:<9}", style), styled(f"{check.name}: {check.message}"))
    output.print(line, soft_wrap=True)
    if check.remedy is not None:
        output.print(styled(f"         To solve this: {check.remedy}"), soft_wrap=True)


def _checks(connection: Connection) -> Iterator[Check]:
    from openai_codex.cli.doctor.environment import check_home, check_packages, check_proxies
    from openai_codex.cli.doctor.runtime import check_runtime

    yield check_packages()
    yield check_home(os.environ)
    yield from check_proxies(os.environ)
    yield from check_runtime(connection)


def register(app: typer.Typer) -> None:
    """Add the command to an application."""
    app.command()(doctor)
