"""Command line of the generator: `codex-codegen` or `python -m codex_codegen`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import ArgumentError, CodegenError

if TYPE_CHECKING:
    from collections.abc import Sequence

OK, FAILED, DIFFERS = 0, 2, 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: The arguments after the program name; None uses `sys.argv`.

    Returns:
        The exit code: 0 on success, 1 if differences were found, 2 on an error.
    """
    options = _parser().parse_args(arguments)
    commands = {"lock": _lock, "generate": _generate_from, "history": _history, "diff": _diff}
    run = commands.get(options.command, _check if options.check else _generate)
    try:
        _check_installed()
        return run(options)
    except (CodegenError, OSError) as error:
        print(f"codex_codegen: {error}", file=sys.stderr)
        return FAILED


def _check_installed() -> None:
    """Raise `CodegenError` if a tool of the `codegen` extra is missing."""
    from .schema.lockfile import TOOLS, tool_version

    for tool in TOOLS:
        tool_version(tool)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="codex-codegen",
        description="Generate the codex_protocol package from the schema of a Codex runtime. Without a command, the "
        "schema folder of a checkout is used.",
        epilog="Exit codes: 0 success, 1 --check found differences, 2 error.",
    )
    parser.add_argument("--schema", type=Path, default=Path("schema"), help="schema folder (default: %(default)s)")
    parser.add_argument(
        "--out",
        type=Path,
        default=Path("generated/codex_protocol"),
        help="output folder of the package (default: %(default)s)",
    )
    parser.add_argument("--check", action="store_true", help="write nothing; list differences, exit with 1 if any")
    commands = parser.add_subparsers(dest="command", title="commands")
    lock = commands.add_parser("lock", help="update the schema folder from a Codex program")
    lock.add_argument("--codex-bin", type=Path, required=True, help="path of a Codex program")
    _add_generate(commands.add_parser("generate", help="generate from a runtime, a file or a URL"))
    history = commands.add_parser("history", help="update schema/history.json from published runtimes")
    history.add_argument(
        "--file", type=Path, default=Path("schema/history.json"), help="history file (default: %(default)s)"
    )
    _add_diff(commands.add_parser("diff", help="report the differences between two schemas"))
    return parser


def _add_diff(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Report the differences between two schemas, as seen by a caller. OLD and NEW are each the version of a "
        "published runtime, the path of a Codex program, a bundle, or a folder with a bundle."
    )
    parser.epilog = "Exit codes: 0 success, 1 a change has the effect given by --fail-on or a worse one, 2 error."
    parser.add_argument("old", metavar="OLD")
    parser.add_argument("new", metavar="NEW")
    parser.add_argument("--format", choices=("text", "markdown", "json"), default="text", help="default: %(default)s")
    parser.add_argument(
        "--fail-on",
        choices=("breaking", "behavioral", "additive"),
        metavar="EFFECT",
        help="exit with 1 if a change has this effect or a worse one: breaking, behavioral or additive",
    )


def _add_generate(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Generate from one source. At the root of a checkout, update schema/, generated/ and the changelog. With "
        "--out, write only the package."
    )
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--runtime", metavar="VERSION", help="version of a published runtime, which is downloaded")
    source.add_argument("--codex-bin", metavar="PROGRAM", help="path of a Codex program, or its name on PATH")
    source.add_argument(
        "--schema",
        dest="from_schema",
        type=Path,
        metavar="PATH",
        help="bundle, or output folder of `codex app-server generate-json-schema --experimental`",
    )
    source.add_argument("--url", help="https URL of a bundle; requires --sha256")
    parser.add_argument("--sha256", help="expected SHA-256 of the bundle at --url, in hex")
    parser.add_argument(
        "--stable",
        type=Path,
        metavar="PATH",
        help="bundle or folder generated without --experimental; if omitted, everything counts as stable",
    )
    parser.add_argument(
        "--schema-version",
        metavar="VERSION",
        help="version of the runtime that printed --schema or --url (default: 0.0.0)",
    )
    parser.add_argument(
        "--out", dest="package", type=Path, metavar="DIR", help="write only the package, to this folder"
    )
    parser.add_argument(
        "--overrides", type=Path, metavar="FILE", help="with --out: overrides file to use instead of the packaged one"
    )


def _generate_from(options: argparse.Namespace) -> int:
    from .commands.generate import Checkout, generate_checkout, generate_folder
    from .sources.fetch import Source

    source = Source(
        runtime=options.runtime,
        codex_bin=options.codex_bin,
        schema=options.from_schema,
        url=options.url,
        sha256=options.sha256,
        stable=options.stable,
        version=options.schema_version,
    )
    if options.package is not None:
        generate_folder(source, options.package, options.overrides, _log)
    elif options.overrides is not None:
        raise ArgumentError("--overrides requires --out", remedy="in a checkout, edit schema/overrides.toml")
    else:
        generate_checkout(source, Checkout(Path()), _log)
    return OK


def _history(options: argparse.Namespace) -> int:
    from .commands.history import update_history

    update_history(options.file, _log)
    return OK


def _diff(options: argparse.Namespace) -> int:
    from .commands.diff import diff_report
    from .diff.changes import Effect
    from .diff.report import render_report

    report = diff_report(options.old, options.new, _log)
    print(render_report(report, options.format), end="")
    return DIFFERS if options.fail_on is not None and report.has(Effect(options.fail_on)) else OK


def _generate(options: argparse.Namespace) -> int:
    from .pipeline import render
    from .render.write import write

    _log(f"reading {options.schema}")
    sources = render(options.schema, _log)
    count = write(sources, options.out)
    _log(f"wrote {count} files to {options.out}")
    return OK


def _check(options: argparse.Namespace) -> int:
    from .pipeline import render
    from .render.write import differences

    _log(f"comparing {options.out} with {options.schema}")
    found = differences(render(options.schema, _log), options.out)
    for line in found:
        print(line)
    if found:
        _log("the package differs from its schema: run `python -m codex_codegen` and commit the result")
        return DIFFERS
    _log("no differences")
    return OK


def _lock(options: argparse.Namespace) -> int:
    from .commands.lock import lock_schema

    _log(f"reading the schema of {options.codex_bin}")
    version = lock_schema(options.codex_bin, options.schema)
    _log(f"wrote {options.schema} for runtime {version}; now run `python -m codex_codegen`")
    return OK


def _log(text: str) -> None:
    """Print progress to stderr, because stdout carries results."""
    print(text, file=sys.stderr)
