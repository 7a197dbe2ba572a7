"""Draw the chart of docs/performance.md: ratios of the official client to this client, on a logarithmic scale."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from benchmarks.comparison import lines

if TYPE_CHECKING:
    from benchmarks.results import Results

WIDTH, LABELS, RIGHT, TOP, STEP, BAR = 760, 250, 60, 56, 26, 16
INK, SOFT, GRID, BETTER, WORSE = "#1f2328", "#59636e", "#d1d9e0", "#1a7f64", "#bc4c00"


def render(results: Results) -> str:
    """Return the chart, an SVG document."""
    measured = ((line.charted, line.ratio(results)) for line in lines() if line.charted)
    bars = [(name, ratio) for name, ratio in measured if ratio]
    highest = max((ratio for _, ratio in bars), default=10.0)
    lowest = min((ratio for _, ratio in bars), default=1.0)
    first = math.floor(min(0.0, math.log10(lowest)))
    decades = range(first, max(1, math.ceil(math.log10(highest))) + 1)
    scale = (WIDTH - LABELS - RIGHT) / (decades[-1] - decades[0])

    def x(ratio: float) -> float:
        return LABELS + (math.log10(ratio) - decades[0]) * scale

    height = TOP + STEP * len(bars) + 16
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        'font-family="system-ui, sans-serif" font-size="13" role="img">',
        "<title>Ratio of the official client to this client</title>",
        f'<rect width="{WIDTH}" height="{height}" rx="6" fill="#ffffff"/>',
        _text(16, 24, "Time or memory of the official client divided by that of this client", INK, weight=600),
    ]
    for decade in decades:
        at = x(10.0**decade)
        parts.append(f'<path d="M{at:.1f} {TOP - 8}V{height - 12}" stroke="{GRID}"/>')
        parts.append(_text(at, TOP - 12, f"{10.0**decade:,g} x", SOFT, anchor="middle"))
    for index, (name, ratio) in enumerate(bars):
        top = TOP + STEP * index
        begin, end = sorted((x(1.0), x(ratio)))
        color = BETTER if ratio >= 1 else WORSE
        parts.append(_text(LABELS - 10, top + 13, name.replace("`", ""), INK, anchor="end"))
        parts.append(
            f'<rect x="{begin:.1f}" y="{top}" width="{max(end - begin, 1):.1f}" height="{BAR}" rx="2" fill="{color}"/>'
        )
        parts.append(_text(end + 6, top + 13, f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.1f}", INK))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _text(x: float, y: float, words: str, color: str, *, anchor: str = "start", weight: int = 400) -> str:
    style = f'fill="{color}" text-anchor="{anchor}" font-weight="{weight}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {style}>{escape(words)}</text>'
