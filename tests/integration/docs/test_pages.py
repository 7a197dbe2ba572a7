"""Tests of the documentation: its Python blocks run, and its links lead to existing pages and headings.

The Python blocks of a page form one session: they run in order, in one namespace and a temporary working directory, on
the real runtime with a scripted model (see `replies.py`). A `text` block directly after a Python block is its exact
output. Clients that a page leaves open are closed at the end of the page. UPDATE_DOCS=1 writes the actual outputs into
the pages.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import openai_codex
from integration.docs.pages import PAGES, Block, anchors, blocks, links, name, replace_outputs
from integration.docs.replies import model_of_the_docs
from openai_codex import Codex
from openai_codex.testing import ScriptedModel
from support.issuer import Issuer
from support.locks import locked
from support.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

LOGIN_LOCK = "openai-codex-client-tests-login.lock"
"""Serializes browser login tests, because the runtime listens on a fixed port."""
WITH_BLOCKS = [page for page in PAGES if blocks(page.read_text("utf-8"))]


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch, page: Path) -> Iterator[ScriptedModel]:
    """Start a scripted model, and set the environment so that `Codex()` uses it."""
    with contextlib.ExitStack() as stack:
        model = stack.enter_context(ScriptedModel(model_of_the_docs()))
        settings: dict[str, object] = {}
        if page.name == "login.md":
            stack.enter_context(locked(Path(tempfile.gettempdir()) / LOGIN_LOCK))
            issuer = stack.enter_context(Issuer())
            issuer.approve()
            # Require a login, as the default settings of users do.
            provider = {"scripted": {"requires_openai_auth": True}}
            settings = {"model_providers": provider, "chatgpt_base_url": issuer.url}
            monkeypatch.setenv("CODEX_APP_SERVER_LOGIN_ISSUER", issuer.url)
        config = model.config(settings=settings)
        assert config.env is not None
        assert config.cwd is not None
        for variable, value in config.env.items():
            monkeypatch.setenv(variable, value)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-docs")
        # Temporary files of the page are deleted together with the model.
        monkeypatch.setattr(tempfile, "tempdir", os.fspath(config.cwd))
        monkeypatch.chdir(config.cwd)
        yield model


@pytest.mark.parametrize("page", WITH_BLOCKS, ids=name)
def test_python_blocks_run(page: Path, model: ScriptedModel) -> None:
    names: dict[str, Any] = {"__name__": "__main__"}
    text = page.read_text("utf-8")
    outputs: list[tuple[Block, str]] = []
    try:
        for block in blocks(text):
            printed = _run(block, page, names)
            if block.output is None:
                continue
            outputs.append((block, printed))
            if not os.environ.get("UPDATE_DOCS"):
                assert printed == block.output, f"{name(page)}, line {block.line}"
    finally:
        for value in names.values():
            if isinstance(value, Codex):
                value.close()
    assert model.exhausted == 0
    if os.environ.get("UPDATE_DOCS"):
        page.write_text(replace_outputs(text, outputs), encoding="utf-8")


def _run(block: Block, page: Path, names: dict[str, Any]) -> str:
    # Pad with empty lines, so that tracebacks show the line of the page.
    source = "\n" * (block.line - 1) + block.source
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(source, name(page), "exec", dont_inherit=True), names)
    # The page shows a line end after output that has none.
    text = printed.getvalue()
    return text if not text or text.endswith("\n") else f"{text}\n"


@pytest.mark.extended
def test_python_blocks_are_typed(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """All blocks pass mypy in strict mode."""
    files = [tmp_path / (re.sub(r"\W", "_", name(page)) + ".py") for page in WITH_BLOCKS]
    for page, file in zip(WITH_BLOCKS, files, strict=True):
        lines: list[str] = []
        for block in blocks(page.read_text("utf-8")):
            # Keep the line numbers of the page.
            lines += [""] * (block.line - 1 - len(lines)) + block.source.splitlines()
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    cache = request.config.cache
    assert cache is not None
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(cache.mkdir("mypy-docs")), *map(str, files)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=110, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("page", [*PAGES, ROOT / "examples" / "README.md"], ids=name)
def test_links_resolve(page: Path) -> None:
    for target in links(page.read_text("utf-8")):
        if target.startswith("https://"):
            continue
        path, _, anchor = target.partition("#")
        found = (page.parent / path).resolve() if path else page
        assert found.exists(), f"{name(page)} links to {target}"
        assert found.is_relative_to(ROOT)
        if anchor:
            assert anchor in anchors(found.read_text("utf-8")), f"{name(page)} links to {target}"


def test_index_lists_every_page() -> None:
    index = ROOT / "docs" / "index.md"
    listed = {target.partition("#")[0] for target in links(index.read_text("utf-8"))}
    pages = {page.name for page in (ROOT / "docs").glob("*.md")} - {index.name}
    assert pages <= listed


def test_examples_readme_lists_every_example() -> None:
    folder = ROOT / "examples"
    listed = set(links((folder / "README.md").read_text("utf-8")))
    assert {path.name for path in folder.glob("*.py")} <= listed


@pytest.mark.parametrize("public", vars(openai_codex)["__all__"])
def test_public_name_is_documented(public: str) -> None:
    code = [found for page in PAGES for found in re.findall(r"`[^`\n]+`", page.read_text("utf-8"))]
    assert any(re.search(rf"(?<!\w){re.escape(public)}(?!\w)", words) for words in code), f"{public} is not documented"


def test_listed_types_exist() -> None:
    """The table of types contains only importable names."""
    from openai_codex import types

    text = (ROOT / "docs" / "rpc-and-types.md").read_text("utf-8")
    table = text.partition("## openai_codex.types")[2].partition("## Models, enums and unions")[0]
    named = [found for line in table.splitlines() if line.startswith("|") for found in re.findall(r"`(\w+)`", line)]
    assert len(named) > 60
    assert [found for found in named if not hasattr(types, found)] == []
