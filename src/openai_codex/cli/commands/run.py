"""`codex-py run`: run one turn."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openai_codex.cli.options import (
    ApprovalOption,
    DirectoryOption,
    LastOption,
    ModelOption,
    ResumeOption,
    SandboxOption,
)

if TYPE_CHECKING:
    from openai_codex.cli.connection import Connection
    from openai_codex.cli.turns.answers import Answer


def run(
    context: typer.Context,
    prompt: Annotated[str | None, typer.Argument(help="The prompt; - or none reads standard input.")] = None,
    json_events: Annotated[bool, typer.Option("--json", help="Print one event per line as JSON.")] = False,
    output_schema: Annotated[
        Path | None, typer.Option(metavar="FILE", help="JSON schema of the answer.", dir_okay=False)
    ] = None,
    output_type: Annotated[
        str | None, typer.Option(metavar="MODULE:TYPE", help="Python type of the answer, which is validated.")
    ] = None,
    retries: Annotated[int, typer.Option(min=0, help="Further turns after an invalid answer.")] = 0,
    image: Annotated[
        list[Path] | None, typer.Option("-i", "--image", metavar="FILE", help="Image to attach; may be repeated.")
    ] = None,
    stdin: Annotated[bool, typer.Option("--stdin", help="Append standard input to the prompt.")] = False,
    cd: DirectoryOption = None,
    sandbox: SandboxOption = None,
    approval: ApprovalOption = None,
    model: ModelOption = None,
    effort: Annotated[
        str | None, typer.Option(metavar="EFFORT", help="Effort of the reasoning: low, high, ...")
    ] = None,
    timeout: Annotated[float | None, typer.Option(min=0.001, help="Maximum time of the turns, in seconds.")] = None,
    resume: ResumeOption = None,
    last: LastOption = False,
    ephemeral: Annotated[bool, typer.Option("--ephemeral", help="Do not store the thread.")] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Do not show progress.")] = False,
) -> None:
    """Run one turn and print the answer.

    The answer goes to standard output, progress and questions to standard error.
    """
    if output_schema is not None and output_type is not None:
        raise typer.BadParameter("--output-schema conflicts with --output-type; pass only one of them")
    if resume is not None and last:
        raise typer.BadParameter("--resume conflicts with --last; pass only one of them")
    if ephemeral and (resume is not None or last):
        raise typer.BadParameter("--ephemeral conflicts with --resume and --last, whose thread is stored")
    if retries and output_type is None and output_schema is None:
        raise typer.BadParameter("--retries requires --output-type or --output-schema")
    from openai_codex.cli.turns.answers import import_type, read_schema
    from openai_codex.cli.turns.prompts import input_items, read_prompt
    from openai_codex.cli.turns.run import Run, ThreadChoice, TurnSettings

    connection: Connection = context.obj
    connection.check_directory(cd)
    answer: Answer | None = None if output_type is None else import_type(output_type)
    if output_schema is not None:
        answer = read_schema(output_schema)
    text = read_prompt(prompt, stdin)
    choice = ThreadChoice(
        resume=resume,
        last=last,
        ephemeral=ephemeral,
        cwd=cd,
        model=model,
        sandbox=None if sandbox is None else sandbox.value,
        approval=approval,
    )
    work = Run(connection, choice, json_events=json_events, quiet=quiet, from_stdin=stdin or prompt in (None, "-"))
    work(
        input_items(text, image or ()),
        TurnSettings(answer=answer, retries=retries, effort=effort, timeout=timeout),
    )


def register(app: typer.Typer) -> None:
    """Add the command to an application."""
    app.command()(run)
