"""The command line: `codex-codegen`, or `python -m codex_codegen`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import CodegenError

if TYPE_CHECKING:
    from collections.abc import Sequence

OK, FAILED, DIFFERS = 0, 2, 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code: 0 done, 1 there are differences, 2 it cannot be done."""
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
    """Raise `CodegenError` unless the tools are there. They are an extra of this package."""
    from .schema.lockfile import TOOLS, tool_version

    for tool in TOOLS:
        tool_version(tool)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="codex-codegen",
        description="Generate the codex_protocol package from the schema that a Codex runtime prints. Without a "
        "command: from the schema folder of a checkout.",
        epilog="Exit codes: 0 done, 1 --check found differences, 2 it cannot be done.",
    )
    parser.add_argument("--schema", type=Path, default=Path("schema"), help="the schema folder (default: %(default)s)")
    parser.add_argument(
        "--out",
        type=Path,
        default=Path("generated/codex_protocol"),
        help="the package's folder (default: %(default)s)",
    )
    parser.add_argument("--check", action="store_true", help="write nothing; list what differs, and exit with 1")
    commands = parser.add_subparsers(dest="command", title="commands")
    lock = commands.add_parser("lock", help="write the schema folder anew from what a program prints")
    lock.add_argument("--codex-bin", type=Path, required=True, help="the path of a Codex runtime")
    _add_generate(commands.add_parser("generate", help="generate from a runtime, a file or an address"))
    history = commands.add_parser("history", help="ask all published runtimes what they have, for schema/history.json")
    history.add_argument(
        "--file", type=Path, default=Path("schema/history.json"), help="the history (default: %(default)s)"
    )
    _add_diff(commands.add_parser("diff", help="say what changes for a caller from one schema to another"))
    return parser


def _add_diff(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Say what changes for a caller from one schema to another. Each is the version of a published runtime, the "
        "path of a Codex runtime, a bundle, or a folder that holds one."
    )
    parser.epilog = "Exit codes: 0 done, 1 there is a change of the kind that --fail-on names, 2 it cannot be done."
    parser.add_argument("old", metavar="OLD")
    parser.add_argument("new", metavar="NEW")
    parser.add_argument("--format", choices=("text", "markdown", "json"), default="text", help="default: %(default)s")
    parser.add_argument(
        "--fail-on",
        choices=("breaking", "behavioral", "additive"),
        metavar="EFFECT",
        help="exit with 1 on a change that is breaking, or else on a behavioral or an additive one too",
    )


def _add_generate(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Generate from one source. At the root of a checkout this updates schema/, generated/ and the change _log; "
        "with --out it writes the package alone."
    )
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--runtime", metavar="VERSION", help="a published runtime, which is downloaded")
    source.add_argument("--codex-bin", metavar="PROGRAM", help="the path, or the name on PATH, of a Codex runtime")
    source.add_argument(
        "--schema",
        dest="from_schema",
        type=Path,
        metavar="PATH",
        help="a bundle, or a folder that `app-server generate-json-schema --experimental` wrote",
    )
    source.add_argument("--url", help="the https address of a bundle; needs --sha256")
    parser.add_argument("--sha256", help="what the bundle at --url has to hash to, in hex")
    parser.add_argument(
        "--stable",
        type=Path,
        metavar="PATH",
        help="the bundle or folder that was printed without --experimental; without it all counts as stable",
    )
    parser.add_argument(
        "--schema-version", metavar="VERSION", help="the runtime that printed --schema or --url (default: 0.0.0)"
    )
    parser.add_argument(
        "--out", dest="package", type=Path, metavar="DIR", help="write the package to this folder, and nothing else"
    )
    parser.add_argument(
        "--overrides", type=Path, metavar="FILE", help="with --out: use these overrides, not those of the generator"
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
        raise CodegenError("--overrides goes with --out", remedy="in a checkout, edit schema/overrides.toml")
    else:
        generate_checkout(source, Checkout(Path()), _log)
    return OK


def _history(options: argparse.Namespace) -> int:
    from .commands.history import update_history

    update_history(options.file, _log)
    return OK


def _diff(options: argparse.Namespace) -> int:
    from .diff.changes import Effect
    from .diff.compare import compare
    from .diff.report import Report, render_report
    from .pipeline import read_protocol
    from .schema.overrides import read_overrides
    from .schema.resources import overrides_file
    from .schema.strictness import Strictness
    from .sources.dump import parse_dump
    from .sources.fetch import fetch, parse_source

    overrides = read_overrides(overrides_file())
    old, new = (
        # What had to be settled to generate from a schema says nothing of the difference.
        read_protocol(parse_dump(fetch(parse_source(name), _log)), overrides, Strictness(strict=False))
        for name in (options.old, options.new)
    )
    report = Report(old.runtime_version, new.runtime_version, tuple(compare(old, new)))
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
        _log("the package is not what its schema gives: run `python -m codex_codegen` and commit the result")
        return DIFFERS
    _log("no difference")
    return OK


def _lock(options: argparse.Namespace) -> int:
    from .commands.lock import lock_schema

    _log(f"asking {options.codex_bin} for its schema")
    version = lock_schema(options.codex_bin, options.schema)
    _log(f"wrote {options.schema} for runtime {version}; now run `python -m codex_codegen`")
    return OK


def _log(text: str) -> None:
    """Print progress to stderr, because stdout carries results."""
    print(text, file=sys.stderr)
