"""The application: global options, and the commands, whose modules are imported on first use."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from openai_codex.cli.connection import Connection
from openai_codex.cli.guard import guarded
from openai_codex.cli.output import prepare_streams

if TYPE_CHECKING:
    from collections.abc import Sequence

PROGRAM = "codex-py"


@dataclass(frozen=True)
class LazyCommand:
    """A command whose module is imported when the command or its help is used."""

    module: str
    """Name of the module, whose function `register(app)` adds the command to an application."""

    summary: str
    """Description in the list of commands, which is the first line of the command's own help."""


_COMMANDS = "openai_codex.cli.commands"

COMMANDS = {
    "run": LazyCommand(f"{_COMMANDS}.run", "Run one turn and print the answer."),
    "chat": LazyCommand(f"{_COMMANDS}.chat", "Chat with the agent."),
    "review": LazyCommand(f"{_COMMANDS}.review", "Review changes and print the findings."),
    "threads": LazyCommand(f"{_COMMANDS}.threads", "List, show, search, fork, archive and delete threads."),
    "login": LazyCommand(f"{_COMMANDS}.account", "Log in, or show the login."),
    "logout": LazyCommand(f"{_COMMANDS}.account", "Log out."),
    "usage": LazyCommand(f"{_COMMANDS}.account", "Show the limits and the token usage of the account."),
    "models": LazyCommand(f"{_COMMANDS}.models", "List the models."),
    "mcp": LazyCommand(f"{_COMMANDS}.mcp", "List the MCP servers and their tools."),
    "doctor": LazyCommand(f"{_COMMANDS}.doctor", "Check the installation, and print a remedy for each problem."),
    "generate": LazyCommand(f"{_COMMANDS}.codegen", "Generate the protocol package for another runtime."),
    "diff": LazyCommand(f"{_COMMANDS}.codegen", "Report the differences between the schemas of two runtimes."),
    "submit": LazyCommand(f"{_COMMANDS}.durable", "Submit a durable job."),
    "worker": LazyCommand(f"{_COMMANDS}.durable", "Run durable jobs."),
    "jobs": LazyCommand(f"{_COMMANDS}.durable", "List the durable jobs."),
    "result": LazyCommand(f"{_COMMANDS}.durable", "Show the result of a durable job."),
    "cancel": LazyCommand(f"{_COMMANDS}.durable", "Cancel a durable job."),
    "approve": LazyCommand(f"{_COMMANDS}.durable", "Answer a question of a durable job."),
    "prune": LazyCommand(f"{_COMMANDS}.durable", "Delete durable jobs that have ended."),
    "completion": LazyCommand(f"{_COMMANDS}.completion", "Print the completion script of a shell."),
}
"""The commands, in the order of the help."""


class CommandGroup(TyperGroup):
    """The group of all commands.

    The parameters have no types of click, because typer contains a private copy of click in some versions.
    """

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Import the module of a command and return the command, or None if it is unknown."""
        command = COMMANDS.get(cmd_name)
        if command is None:
            return None
        if cmd_name not in self.commands:
            app = typer.Typer(rich_markup_mode=None, add_completion=False)
            # With a callback, the application is a group, also if it has a single command.
            app.callback()(_no_options)
            import_module(command.module).register(app)
            self.commands.update(getattr(typer.main.get_command(app), "commands", {}))
        return self.commands[cmd_name]

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """List the commands in the help, without importing their modules."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, command.summary) for name, command in COMMANDS.items()])

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        """Parse the options before the command. `--help` and `--version` print their text meanwhile."""
        rest: list[Any] = []
        # Without the option `--debug`, which is not parsed yet.
        guarded(lambda: rest.append(super(CommandGroup, self).parse_args(ctx, args)), debug=False)
        return rest[0]

    def invoke(self, ctx: Any) -> Any:
        """Call the command, and turn its exceptions into a message and an exit code."""
        guarded(lambda: super(CommandGroup, self).invoke(ctx), debug=bool(ctx.params.get("debug")))


def _no_options() -> None:
    """Take no options."""


def _print_version(value: bool) -> None:
    if value:
        from openai_codex._version import __version__

        print(f"{PROGRAM} {__version__}")
        raise typer.Exit


app = typer.Typer(
    name=PROGRAM,
    cls=CommandGroup,
    rich_markup_mode=None,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def root(
    context: typer.Context,
    config: Annotated[
        list[str] | None,
        typer.Option("-c", "--config", metavar="KEY=VALUE", help="A setting of config.toml, with a TOML value."),
    ] = None,
    codex_bin: Annotated[
        str | None, typer.Option(metavar="PATH", help="The runtime, instead of that of openai-codex-cli-bin.")
    ] = None,
    url: Annotated[str | None, typer.Option(help="Address of a runtime that listens (extra remote).")] = None,
    token_file: Annotated[Path | None, typer.Option(help="File with the token for --url.")] = None,
    debug: Annotated[bool, typer.Option("--debug", help="Print tracebacks, and log as CODEX_LOG=info does.")] = False,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Run the Codex agent from the command line.

    Options of all commands come before the command: codex-py --debug run "Say hello."
    """
    if debug:
        os.environ.setdefault("CODEX_LOG", "info")
    context.obj = Connection(tuple(config or ()), codex_bin, url, token_file)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the application.

    Args:
        arguments: The arguments after the program name; None uses `sys.argv`.

    Returns:
        The exit code.
    """
    prepare_streams()
    try:
        typer.main.get_command(app).main(args=list(sys.argv[1:] if arguments is None else arguments), prog_name=PROGRAM)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0
