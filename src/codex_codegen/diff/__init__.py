"""What changes for a caller between two schemas, and how that is reported."""

from __future__ import annotations

from .changes import Change, Effect
from .compare import compare
from .report import FORMATS, Report, render_report

__all__ = ["FORMATS", "Change", "Effect", "Report", "compare", "render_report"]
