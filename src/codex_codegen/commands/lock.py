"""Write the files of the schema folder that come from a runtime."""

from __future__ import annotations

import hashlib
import json
import os
from typing import TYPE_CHECKING

from ..schema.bundle import BUNDLE_FILE, STABLE_FILE
from ..schema.lockfile import LOCK_FILE, TOOLS, tool_version
from ..sources.program import dump_schema

if TYPE_CHECKING:
    from pathlib import Path

    from ..sources.dump import SchemaDump


def lock_schema(codex_bin: Path, schema_dir: Path) -> str:
    """Update the schema folder from a Codex program.

    Args:
        codex_bin: The path of the program.
        schema_dir: The schema folder; created if it is missing.

    Returns:
        The version of the runtime.

    Raises:
        CodegenError: The program is not a Codex runtime.
    """
    dump = dump_schema(codex_bin)
    files = schema_folder_files(dump)
    schema_dir.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        fresh = schema_dir / f"{name}.new"
        fresh.write_bytes(content)
        os.replace(fresh, schema_dir / name)
    return dump.version


def schema_folder_files(dump: SchemaDump) -> dict[str, bytes]:
    """Return the files of the schema folder for a schema dump: name -> content."""
    files = {
        BUNDLE_FILE: dump.bundle,
        STABLE_FILE: (json.dumps(dump.stable, indent=1, ensure_ascii=True) + "\n").encode(),
    }
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    lines = [
        "# Written by `python -m codex_codegen lock --codex-bin PATH`. The generator verifies the hashes and versions.",
        "",
        "[runtime]",
        f'version = "{dump.version}"',
        "",
        "[sha256]",
        *(f'"{name}" = "{digest}"' for name, digest in hashes.items()),
        "",
        "[tools]",
        *(f'{tool} = "{tool_version(tool)}"' for tool in TOOLS),
    ]
    return {**files, LOCK_FILE: ("\n".join(lines) + "\n").encode()}
