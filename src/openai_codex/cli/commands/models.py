"""`codex-py models`: the models of the account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from openai_codex.cli.output import print_json
from openai_codex.cli.tables import print_table

if TYPE_CHECKING:
    from openai_codex.cli.connection import Connection


def models(
    context: typer.Context,
    hidden: Annotated[bool, typer.Option("--all", help="Also the hidden models.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object per line.")] = False,
) -> None:
    """List the models."""
    connection: Connection = context.obj
    with connection.open() as codex:
        found = codex.models(include_hidden=hidden).data
    if as_json:
        for model in found:
            print_json(model.model_dump(mode="json", by_alias=True))
        return
    rows = (
        (
            model.model,
            "default" if model.is_default else "",
            ", ".join(option.reasoning_effort.value for option in model.supported_reasoning_efforts),
            model.description,
        )
        for model in found
    )
    print_table(("MODEL", "", "EFFORTS", "DESCRIPTION"), rows, wrapped=2, empty="No models.")


def register(app: typer.Typer) -> None:
    """Add the command to an application."""
    app.command()(models)
