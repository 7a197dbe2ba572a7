"""`codex-py generate` and `codex-py diff`: the commands of the generator (extra `codegen`)."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openai_codex.cli.exit_codes import ExitCode
from openai_codex.cli.failures import CommandError
from openai_codex.cli.output import safe_line

if TYPE_CHECKING:
    from codex_codegen.errors import CodegenError


class Format(str, Enum):
    """Formats of a report."""

    text = "text"
    markdown = "markdown"
    json = "json"


class EffectName(str, Enum):
    """Effects of a change, the worst first."""

    breaking = "breaking"
    behavioral = "behavioral"
    additive = "additive"


def generate(
    runtime: Annotated[
        str | None, typer.Option(metavar="VERSION", help="A published runtime, which is downloaded.")
    ] = None,
    codex_bin: Annotated[str | None, typer.Option(metavar="PATH", help="A program of a runtime.")] = None,
    schema: Annotated[Path | None, typer.Option(metavar="PATH", help="A schema file, or the folder with it.")] = None,
    url: Annotated[str | None, typer.Option(help="The https URL of a schema file; requires --sha256.")] = None,
    sha256: Annotated[str | None, typer.Option(help="SHA-256 of the file at --url, in hex.")] = None,
    stable: Annotated[
        Path | None, typer.Option(metavar="PATH", help="Schema without experimental parts, for --schema and --url.")
    ] = None,
    schema_version: Annotated[
        str | None, typer.Option(metavar="VERSION", help="Runtime of --schema or --url. Default: 0.0.0.")
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Write the package to this folder only.")] = None,
    overrides: Annotated[Path | None, typer.Option(metavar="FILE", help="With --out: another overrides file.")] = None,
) -> None:
    """Generate the protocol package for another runtime.

    At the root of a checkout, it updates the checkout. Elsewhere, pass --out.
    """
    sources = [each for each in (runtime, codex_bin, schema, url) if each is not None]
    if len(sources) != 1:
        raise typer.BadParameter("pass one of --runtime, --codex-bin, --schema and --url")
    if overrides is not None and out is None:
        raise typer.BadParameter("--overrides requires --out")
    with _Errors():
        from codex_codegen.commands.generate import Checkout, generate_checkout, generate_folder
        from codex_codegen.sources.fetch import Source

        source = Source(
            runtime=runtime,
            codex_bin=codex_bin,
            schema=schema,
            url=url,
            sha256=sha256,
            stable=stable,
            version=schema_version,
        )
        if out is None:
            generate_checkout(source, Checkout(Path()), _log)
        else:
            generate_folder(source, out, overrides, _log)


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="Version, program, schema file, or folder with it.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The same for the newer schema.")],
    format: Annotated[Format, typer.Option(help="Format of the report.")] = Format.text,
    fail_on: Annotated[
        EffectName | None, typer.Option(help="Exit with 7 if a change has this effect or a worse one.")
    ] = None,
) -> None:
    """Report the differences between the schemas of two runtimes."""
    with _Errors():
        from codex_codegen.commands.diff import diff_report
        from codex_codegen.diff.changes import Effect
        from codex_codegen.diff.report import render_report

        report = diff_report(old, new, _log)
        print(render_report(report, format.value), end="")
        found = fail_on is not None and report.has(Effect(fail_on.value))
    if found:
        raise typer.Exit(ExitCode.FOUND)


class _Errors:
    """Convert the errors of the generator, and name the extra if its tools are missing."""

    def __enter__(self) -> None:
        from codex_codegen.errors import CodegenError
        from codex_codegen.schema.lockfile import TOOLS, tool_version

        try:
            for tool in TOOLS:
                tool_version(tool)
        except CodegenError as error:
            raise _command_error(error) from error

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        from codex_codegen.errors import CodegenError

        if isinstance(error, CodegenError):
            raise _command_error(error) from error


def _command_error(error: CodegenError) -> CommandError:
    from codex_codegen.errors import ArgumentError

    message = error.problem if error.pointer is None else f"{error.pointer}: {error.problem}"
    code = ExitCode.USAGE if isinstance(error, ArgumentError) else ExitCode.FAILED
    return CommandError(safe_line(message), error.remedy, code)


def _log(text: str) -> None:
    typer.echo(text, err=True)


def register(app: typer.Typer) -> None:
    """Add the commands to an application."""
    for command in (generate, diff):
        app.command()(command)
