"""A browser shows hostile content as text: no script runs, and no element leaves its place."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html import unescape
from typing import TYPE_CHECKING

import pytest

from openai_codex.notebook.items import item_view
from openai_codex.notebook.markup import clean
from openai_codex.notebook.views import View, html_of
from support.hostile_display import ALLOWED, HOSTILE, hostile_items
from support.timeouts import TEST_TIMEOUT

if TYPE_CHECKING:
    from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
BROWSER = next((found for name in BROWSERS if (found := shutil.which(name)) is not None), None)

REPORT = """
<pre id="report"></pre>
<script>
  const displays = [...document.querySelectorAll(".openai-codex")];
  for (const each of document.querySelectorAll("summary")) each.click();
  const inside = displays.flatMap(each => [...each.querySelectorAll("*")]);
  for (const each of inside) {
    for (const name of ["mouseover", "focus", "click", "toggle"]) each.dispatchEvent(new Event(name));
  }
  setTimeout(() => {
    document.getElementById("report").textContent = JSON.stringify({
      owned: document.body.dataset.owned || null,
      displays: displays.length,
      nested: displays.filter(each => each.parentElement !== document.body).length,
      elements: [...new Set(inside.map(each => each.tagName.toLowerCase()))],
      attributes: [...new Set(inside.flatMap(each => each.getAttributeNames()))],
      texts: displays.map(each => [...each.querySelectorAll("pre")].map(pre => pre.textContent)),
    });
  }, 50);
</script>
"""


@pytest.mark.skipif(BROWSER is None, reason="needs chromium or chrome on PATH")
def test_hostile_displays_in_a_browser(tmp_path: Path) -> None:
    views = [View(text, text, [(text, text)], children=list(map(item_view, hostile_items(text)))) for text in HOSTILE]
    page = tmp_path / "page.html"
    displays = "".join(map(html_of, views))
    page.write_text(f"<!doctype html><meta charset=utf-8><body>{displays}{REPORT}</body>", "utf-8")
    profile = tmp_path / "profile"
    command = [
        str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
        "--disable-background-networking", f"--user-data-dir={profile}", "--virtual-time-budget=2000", "--dump-dom",
        page.as_uri(),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=TEST_TIMEOUT, check=True)
    found = re.search(r'<pre id="report">(.*?)</pre>', done.stdout, re.DOTALL)
    assert found is not None, done.stderr
    report = json.loads(unescape(found[1]))
    assert report["owned"] is None
    assert (report["displays"], report["nested"]) == (len(HOSTILE), 0)
    # The parser of the browser adds tbody.
    assert set(report["elements"]) <= ALLOWED | {"tbody"}
    assert set(report["attributes"]) <= {"class", "open"}
    for text, shown in zip(HOSTILE, report["texts"], strict=True):
        assert clean(text) in shown
