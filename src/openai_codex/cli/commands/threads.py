"""`codex-py threads`: stored threads."""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from openai_codex.cli.exit_codes import ExitCode
from openai_codex.cli.failures import CommandError
from openai_codex.cli.output import console, is_terminal, print_json, safe_line, styled
from openai_codex.cli.tables import print_table
from openai_codex.cli.thread_ids import resolve

if TYPE_CHECKING:
    from collections.abc import Iterable

    from openai_codex import Codex
    from openai_codex.cli.connection import Connection
    from openai_codex.types import Thread

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object per line.")]
Archived = Annotated[bool, typer.Option("--archived", help="Archived threads instead of the others.")]
Limit = Annotated[int, typer.Option("-n", "--limit", min=1, help="Maximum number of threads.")]
Id = Annotated[str, typer.Argument(metavar="ID", help="Id of the thread, or its beginning.")]
Ids = Annotated[list[str], typer.Argument(metavar="ID...", help="Ids of the threads, or their beginnings.")]

threads = typer.Typer(
    name="threads",
    help="List, show, search, fork, archive and delete threads.",
    rich_markup_mode=None,
    no_args_is_help=True,
)


@threads.command("list")
def list_threads(
    context: typer.Context,
    archived: Archived = False,
    cd: Annotated[
        Path | None, typer.Option("-C", "--cd", metavar="DIR", help="Only threads of this directory.")
    ] = None,
    limit: Limit = 50,
    as_json: Json = False,
) -> None:
    """List the stored threads, the newest first."""
    options: dict[str, Any] = {"archived": archived}
    if cd is not None:
        options["cwd"] = str(cd.absolute())
    with _client(context) as codex:
        found = list(islice(codex.threads(**options), limit))
    if not found:
        # Afterwards, because the directory of stored threads may have been deleted.
        connection: Connection = context.obj
        connection.check_directory(cd)
    if as_json:
        for thread in found:
            print_json(thread.model_dump(mode="json", by_alias=True, exclude={"turns"}))
        return
    rows = ((each.id, _time(each.updated_at), _title(each)) for each in found)
    print_table(("ID", "UPDATED", "TITLE"), rows, empty="No threads.")


@threads.command()
def search(
    context: typer.Context,
    text: Annotated[str, typer.Argument(help="The text to find in messages.")],
    archived: Archived = False,
    limit: Limit = 50,
    as_json: Json = False,
) -> None:
    """Find the threads whose messages contain a text."""
    if not text.strip():
        raise typer.BadParameter("expected a text to find, got an empty one")
    with _client(context) as codex:
        found = list(islice(codex.search_threads(text, archived=archived), limit))
    if as_json:
        for result in found:
            print_json({"thread": _wire(result.thread), "snippet": result.snippet})
        return
    rows = ((each.thread.id, _title(each.thread), each.snippet) for each in found)
    print_table(("ID", "TITLE", "EXCERPT"), rows, wrapped=2, empty="No threads.")


@threads.command()
def show(context: typer.Context, thread_id: Id, as_json: Json = False) -> None:
    """Show the messages, commands and changes of a thread."""
    from openai_codex.cli.turns.items import history_lines

    with _client(context) as codex:
        found = codex.rpc.thread_read(thread_id=resolve(codex, thread_id), include_turns=True).thread
    items = [item.model_dump(mode="json", by_alias=True) for turn in found.turns for item in turn.items]
    if as_json:
        print_json(_wire(found))
        for item in items:
            print_json(item)
        return
    output = console()
    output.print(styled(f"{found.id}  {_title(found)}", "bold"))
    output.print(styled(f"{_time(found.created_at)}  {found.cwd}", "dim"))
    for item in items:
        for text, style in history_lines(item, found.cwd):
            output.print(styled(text, style))


@threads.command()
def fork(
    context: typer.Context,
    thread_id: Id,
    last_turn: Annotated[
        str | None, typer.Option(metavar="TURN", help="Copy the turns up to this one. Default: all turns.")
    ] = None,
) -> None:
    """Copy a thread and print the id of the copy."""
    options: dict[str, Any] = {} if last_turn is None else {"last_turn_id": last_turn}
    with _client(context) as codex:
        print(codex.thread_fork(resolve(codex, thread_id), **options).id)


@threads.command()
def archive(context: typer.Context, thread_ids: Ids) -> None:
    """Archive threads, which are then listed with --archived only."""
    with _client(context) as codex:
        for thread_id in _resolve_all(codex, thread_ids, archived=False):
            codex.thread_archive(thread_id)


@threads.command()
def unarchive(context: typer.Context, thread_ids: Ids) -> None:
    """Restore archived threads."""
    with _client(context) as codex:
        for thread_id in _resolve_all(codex, thread_ids, archived=True):
            codex.thread_unarchive(thread_id)


@threads.command()
def delete(
    context: typer.Context,
    thread_ids: Ids,
    yes: Annotated[bool, typer.Option("-y", "--yes", help="Do not ask for confirmation.")] = False,
) -> None:
    """Delete threads with their history."""
    if not yes and not is_terminal(sys.stdin):
        raise CommandError("the deletion needs a confirmation", "pass --yes", ExitCode.USAGE)
    with _client(context) as codex:
        found = _resolve_all(codex, thread_ids, archived=None)
        if not yes:
            for thread_id in found:
                stored = codex.rpc.thread_read(thread_id=thread_id).thread
                typer.echo(f"{stored.id}  {safe_line(_title(stored))}", err=True)
            typer.confirm("Delete?", abort=True, err=True)
        for thread_id in found:
            codex.thread_delete(thread_id)


def _client(context: typer.Context) -> Codex:
    connection: Connection = context.obj
    return connection.open()


def _resolve_all(codex: Codex, texts: Iterable[str], *, archived: bool | None) -> list[str]:
    """Return the different ids, before the first thread is changed."""
    return list(dict.fromkeys(resolve(codex, text, archived=archived) for text in texts))


def _title(thread: Thread) -> str:
    return thread.name or thread.preview


def _wire(thread: Thread) -> dict[str, Any]:
    return thread.model_dump(mode="json", by_alias=True, exclude={"turns"})


def _time(seconds: float) -> str:
    from datetime import datetime, timezone

    return datetime.fromtimestamp(seconds, timezone.utc).astimezone().strftime("%Y-%m-%d %H:%M")


def register(app: typer.Typer) -> None:
    """Add the commands to an application."""
    app.add_typer(threads)
