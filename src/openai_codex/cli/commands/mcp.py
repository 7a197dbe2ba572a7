"""`codex-py mcp`: the MCP servers of the configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from openai_codex.cli.output import print_json
from openai_codex.cli.tables import print_table

if TYPE_CHECKING:
    from openai_codex.cli.connection import Connection


def mcp(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object per line.")] = False,
) -> None:
    """List the MCP servers and their tools."""
    connection: Connection = context.obj
    servers: list[Any] = []
    with connection.open() as codex:
        cursor: str | None = None
        while True:
            page = codex.rpc.mcp_server_status_list(cursor=cursor)
            servers += page.data
            cursor = page.next_cursor
            if cursor is None:
                break
    if as_json:
        for server in servers:
            print_json(server.model_dump(mode="json", by_alias=True))
        return
    rows = (
        (server.name, server.auth_status.value, server.tools_error or ", ".join(sorted(server.tools)) or "(no tools)")
        for server in servers
    )
    print_table(("SERVER", "LOGIN", "TOOLS"), rows, empty="No MCP servers.")


def register(app: typer.Typer) -> None:
    """Add the command to an application."""
    app.command()(mcp)
