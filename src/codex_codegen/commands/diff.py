"""Compare the schemas of two sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..diff.compare import compare
from ..diff.report import Report
from ..pipeline import read_protocol
from ..schema.overrides import read_overrides
from ..schema.resources import overrides_file
from ..schema.strictness import Strictness
from ..sources.dump import parse_dump
from ..sources.fetch import fetch, parse_source

if TYPE_CHECKING:
    from collections.abc import Callable


def diff_report(old: str, new: str, log: Callable[[str], None]) -> Report:
    """Return the differences between two schemas, as seen by a caller.

    Args:
        old: The version of a published runtime, the path of a Codex program, a bundle, or a folder with a bundle.
        new: The same for the other schema.
        log: Called with progress messages.

    Returns:
        The report.

    Raises:
        CodegenError: A schema is unavailable or invalid.
    """
    overrides = read_overrides(overrides_file())
    before, after = (
        # Problems that are tolerated during generation do not matter for a comparison.
        read_protocol(parse_dump(fetch(parse_source(name), log)), overrides, Strictness(strict=False))
        for name in (old, new)
    )
    return Report(before.runtime_version, after.runtime_version, tuple(compare(before, after)))
