"""Test what the commands print, write and return, with replaced steps."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from codegen.harness import failure
from codegen.tiny import tiny_schema, write_schema
from codex_codegen import pipeline
from codex_codegen.cli import main
from codex_codegen.commands import generate, history, lock
from codex_codegen.commands.changelog import with_runtime
from codex_codegen.schema import lockfile
from codex_codegen.schema.history import History
from codex_codegen.sources.dump import SchemaDump
from codex_codegen.sources.fetch import Source

if TYPE_CHECKING:
    from collections.abc import Callable

SOURCES = {"_version.py": 'SCHEMA_SHA256 = ""\n'}


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replace the generated package by one file."""

    def render(_schema: Path, log: Callable[[str], None]) -> dict[str, str]:
        log("a note")
        return SOURCES

    monkeypatch.setattr(pipeline, "render", render)
    monkeypatch.setattr(generate, "render_bundle", lambda *_: SOURCES)


@pytest.mark.usefixtures("rendered")
def test_generate_and_check_report_their_steps(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "package"
    options = ["--schema", "some/schema", "--out", str(out)]
    schema = Path("some/schema")
    assert main(["--check", *options]) == 1
    assert capsys.readouterr() == (
        f"missing: {out / '_version.py'}\n",
        f"comparing {out} with {schema}\na note\n"
        "the package differs from its schema: run `python -m codex_codegen` and commit the result\n",
    )
    assert main(options) == 0
    assert capsys.readouterr() == ("", f"reading {schema}\na note\nwrote 1 files to {out}\n")
    assert main(["--check", *options]) == 0
    assert capsys.readouterr() == ("", f"comparing {out} with {schema}\na note\nno differences\n")


def test_lock_passes_paths_and_reports_the_version(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    calls: list[tuple[Path, Path]] = []

    def lock_schema(program: Path, schema: Path) -> str:
        calls.append((program, schema))
        return "1.2.3"

    monkeypatch.setattr(lock, "lock_schema", lock_schema)
    assert main(["--schema", "some", "lock", "--codex-bin", "codex"]) == 0
    assert main(["lock", "--codex-bin", "codex"]) == 0
    assert calls == [(Path("codex"), Path("some")), (Path("codex"), Path("schema"))]
    assert capsys.readouterr().err.splitlines()[:2] == [
        "reading the schema of codex",
        "wrote some for runtime 1.2.3; now run `python -m codex_codegen`",
    ]


def test_schema_folder_of_a_runtime_is_written_byte_for_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stable = {"methods": ["\u00e9"], "definitions": {}}
    monkeypatch.setattr(lock, "dump_schema", lambda program: SchemaDump("1.2.3", b"{ }", stable, str(program)))
    folder = tmp_path / "new" / "schema"
    for _ in range(2):
        assert lock.lock_schema(Path("codex"), folder) == "1.2.3"
    expected = b'{\n "methods": [\n  "\\u00e9"\n ],\n "definitions": {}\n}\n'
    digests = [hashlib.sha256(content).hexdigest() for content in (b"{ }", expected)]
    tools = [f'{tool} = "{lockfile.tool_version(tool)}"\n' for tool in ("datamodel-code-generator", "jinja2", "ruff")]
    text = (
        "# Written by `python -m codex_codegen lock --codex-bin PATH`. The generator verifies the hashes and versions."
        '\n\n[runtime]\nversion = "1.2.3"\n\n[sha256]\n'
        f'"bundle.json" = "{digests[0]}"\n"stable.json" = "{digests[1]}"\n\n[tools]\n{"".join(tools)}'
    )
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        "bundle.json": b"{ }",
        "stable.json": expected,
        "lock.toml": text.encode(),
    }


def test_history_passes_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    files: list[Path] = []

    def update_history(path: Path, _log: Callable[[str], None]) -> History:
        files.append(path)
        return History()

    monkeypatch.setattr(history, "update_history", update_history)
    assert main(["history"]) == 0
    assert main(["history", "--file", "mine.json"]) == 0
    assert files == [Path("schema/history.json"), Path("mine.json")]


def test_missing_tool_is_reported(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(lockfile, "TOOLS", ("no-such-tool-anywhere",))
    assert main([]) == 2
    assert capsys.readouterr().err == (
        "codex_codegen: no-such-tool-anywhere is not installed\n  remedy: pip install 'openai-codex-client[codegen]'\n"
    )


class TestFolder:
    @pytest.fixture
    def source(self, tmp_path: Path) -> Source:
        return Source(schema=write_schema(tmp_path / "tiny.json", tiny_schema()), version="1.2.3")

    @pytest.mark.usefixtures("rendered")
    def test_generate_folder_reports_its_steps(self, source: Source, tmp_path: Path) -> None:
        lines: list[str] = []
        out = tmp_path / "package"
        assert generate.generate_folder(source, out, None, lines.append) == "1.2.3"
        assert lines == [
            f"reading {source.schema}",
            "generating the protocol of runtime 1.2.3",
            f"wrote 1 files to {out}",
        ]

    def test_missing_overrides_are_an_error(self, source: Source, tmp_path: Path) -> None:
        overrides = tmp_path / "none.toml"
        found = failure(generate.generate_folder, source, tmp_path / "package", overrides, print)
        assert found == f"{overrides}: the file is missing"
        assert not (tmp_path / "package").exists()

    @pytest.mark.usefixtures("rendered")
    def test_folder_is_replaced_if_it_is_empty_or_a_generated_package(self, source: Source, tmp_path: Path) -> None:
        out = tmp_path / "package"
        out.mkdir()
        for _ in range(2):
            generate.generate_folder(source, out, None, print)
        assert [path.name for path in out.iterdir()] == ["_version.py"]

    @pytest.mark.parametrize(
        "content", [{"package": ""}, {"package/other.py": ""}, {"package/_version.py": "VERSION = 1\n"}]
    )
    def test_other_content_is_kept(self, content: dict[str, str], source: Source, tmp_path: Path) -> None:
        for name, text in content.items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        out = tmp_path / "package"
        assert failure(generate.generate_folder, source, out, None, print) == (
            f"{out}: exists, and is not a generated package\n"
            "  remedy: pass a folder that does not exist, such as ./codex_protocol"
        )


class TestCheckout:
    CHANGELOG = "# Changes\n\n## Unreleased\n\n- One.\n"

    @pytest.fixture
    def checkout(self, tmp_path: Path) -> generate.Checkout:
        found = generate.Checkout(tmp_path / "checkout")
        found.schema.mkdir(parents=True)
        (found.schema / "overrides.toml").touch()
        found.changelog.write_text(self.CHANGELOG, encoding="utf-8")
        tools = "".join(f'{tool} = "{lockfile.tool_version(tool)}"\n' for tool in lockfile.TOOLS)
        text = f'[runtime]\nversion = "1.2.2"\n[sha256]\n[tools]\n{tools}'
        (found.schema / "lock.toml").write_text(text, encoding="utf-8")
        return found

    @pytest.mark.usefixtures("rendered")
    def test_generate_checkout_updates_all_files_and_reports_its_steps(
        self, checkout: generate.Checkout, tmp_path: Path
    ) -> None:
        bundle = write_schema(tmp_path / "tiny.json", tiny_schema())
        lines: list[str] = []
        source = Source(schema=bundle, version="1.2.3")
        assert generate.generate_checkout(source, checkout, lines.append) == "1.2.3"
        assert lines == [
            f"reading {bundle}",
            "generating the protocol of runtime 1.2.3",
            f"wrote 1 files to {checkout.package}, and bundle.json and its lock to {checkout.schema}",
        ]
        found = {path.relative_to(checkout.root).as_posix(): path for path in checkout.root.rglob("*.*")}
        assert sorted(found) == [
            "CHANGELOG.md",
            "generated/codex_protocol/_version.py",
            "schema/bundle.json",
            "schema/lock.toml",
            "schema/overrides.toml",
            "schema/stable.json",
        ]
        assert found["schema/bundle.json"].read_bytes() == bundle.read_bytes()
        loaded = lockfile.load(checkout.schema)
        assert (loaded.runtime_version, loaded.schema) == ("1.2.3", tiny_schema())
        line = "- The protocol is that of runtime 1.2.3, no longer of 1.2.2.\n"
        assert found["CHANGELOG.md"].read_text(encoding="utf-8") == f"{self.CHANGELOG}{line}"

    @pytest.mark.parametrize("name", ["schema/overrides.toml", "schema/lock.toml", "CHANGELOG.md"])
    def test_folder_without_a_file_is_not_a_checkout(self, name: str, checkout: generate.Checkout) -> None:
        path = checkout.root / name
        path.unlink()
        assert failure(generate.generate_checkout, Source(runtime="1"), checkout, print) == (
            f"{path}: not a checkout of the project: the file is missing\n"
            "  remedy: pass --out DIR, or run the command at the root of a checkout"
        )


def test_changelog_without_the_section_is_an_error() -> None:
    assert failure(with_runtime, "# Changes\n", "1", "2") == (
        'CHANGELOG.md: missing section "## Unreleased"\n  remedy: add the section'
    )
