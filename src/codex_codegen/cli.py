"""The command line: `python -m codex_codegen`."""

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
    """Run the command and return its exit code: 0 done, 1 the package in place differs, 2 it cannot be generated."""
    options = _parser().parse_args(arguments)
    try:
        if options.command == "lock":
            return _lock(options)
        return _check(options) if options.check else _generate(options)
    except CodegenError as error:
        print(f"codex_codegen: {error}", file=sys.stderr)
        return FAILED
    except OSError as error:
        print(f"codex_codegen: {error}", file=sys.stderr)
        return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="codex_codegen",
        description="Generate the codex_protocol package from the schema that a Codex runtime prints.",
        epilog="Exit codes: 0 done, 1 --check found differences, 2 the package cannot be generated.",
    )
    parser.add_argument("--schema", type=Path, default=Path("schema"), help="the schema folder (default: %(default)s)")
    parser.add_argument(
        "--out",
        type=Path,
        default=Path("generated/codex_protocol"),
        help="the package's folder (default: %(default)s)",
    )
    parser.add_argument("--check", action="store_true", help="write nothing; list what differs, and exit with 1")
    commands = parser.add_subparsers(dest="command", title="other commands")
    lock = commands.add_parser("lock", help="write the schema folder anew from what a binary prints")
    lock.add_argument("--codex-bin", type=Path, required=True, help="the path of a Codex runtime")
    return parser


def _generate(options: argparse.Namespace) -> int:
    from .emit import note, write
    from .pipeline import render

    note(f"reading {options.schema}")
    sources = render(options.schema)
    count = write(sources, options.out)
    note(f"wrote {count} files to {options.out}")
    return OK


def _check(options: argparse.Namespace) -> int:
    from .emit import differences, note
    from .pipeline import render

    note(f"comparing {options.out} with {options.schema}")
    found = differences(render(options.schema), options.out)
    for line in found:
        print(line)
    if found:
        note("the package is not what its schema gives: run `python -m codex_codegen` and commit the result")
        return DIFFERS
    note("no difference")
    return OK


def _lock(options: argparse.Namespace) -> int:
    from .emit import note
    from .relock import relock

    note(f"asking {options.codex_bin} for its schema")
    version = relock(options.codex_bin, options.schema)
    note(f"wrote {options.schema} for runtime {version}; now run `python -m codex_codegen`")
    return OK
