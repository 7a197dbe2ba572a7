"""`codex-py generate` and `diff`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from codegen.tiny import tiny_schema, write_schema
from openai_codex.cli import ExitCode, main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_diff_compares_schemas(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed = tiny_schema()
    changed["definitions"]["v2"]["Color"]["enum"].append("blue")
    old, new = str(write_schema(tmp_path / "a.json", tiny_schema())), str(write_schema(tmp_path / "b.json", changed))
    assert main(["diff", old, old, "--fail-on", "additive"]) == ExitCode.OK
    assert "0 breaking" in capsys.readouterr().out
    assert main(["diff", old, new, "--format", "json", "--fail-on", "breaking"]) == ExitCode.OK
    assert [change["name"] for change in json.loads(capsys.readouterr().out)["changes"]] == ["Color.blue"]
    assert main(["diff", old, new, "--fail-on", "behavioral"]) == ExitCode.FOUND


def test_diff_with_unknown_source_has_a_remedy(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "/absent", "0.133.0"]) == ExitCode.USAGE
    assert capsys.readouterr().err == (
        "codex-py: unknown schema source: '/absent'\nTo solve this: pass a version such as 0.149.0, or the path of a "
        "Codex program, a bundle or its folder\n"
    )


def test_generate_writes_the_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    calls: list[Any] = []

    def record(*values: Any) -> str:
        calls.append(values)
        return "1.2.3"

    monkeypatch.setattr("codex_codegen.commands.generate.generate_folder", record)
    schema = write_schema(tmp_path / "schema.json", tiny_schema())
    out = tmp_path / "package"
    assert main(["generate", "--schema", str(schema), "--schema-version", "1.2.3", "--out", str(out)]) == ExitCode.OK
    ((source, folder, overrides, _),) = calls
    assert (source.schema, source.version, folder, overrides) == (schema, "1.2.3", out, None)


def test_generate_outside_of_a_checkout_names_the_option(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["generate", "--schema", "schema.json"]) == ExitCode.USAGE
    assert "To solve this: pass --out DIR" in capsys.readouterr().err


def test_generate_with_conflicting_options_is_rejected() -> None:
    assert main(["generate"]) == ExitCode.USAGE
    assert main(["generate", "--schema", "a", "--url", "b"]) == ExitCode.USAGE
    assert main(["generate", "--schema", "a", "--overrides", "b"]) == ExitCode.USAGE


def test_generator_without_its_tools_names_the_extra(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("codex_codegen.schema.lockfile.TOOLS", ("absent-tool",))
    assert main(["diff", "a", "b"]) == ExitCode.FAILED
    assert "pip install 'openai-codex-client[codegen]'" in capsys.readouterr().err
