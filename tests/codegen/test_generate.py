"""Test `codex-codegen generate` for checkouts and folders."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from codegen.harness import PACKAGE, ROOT, SCHEMA
from codegen.tiny import tiny_schema, write_schema
from codex_codegen.cli import main
from codex_codegen.commands.changelog import with_runtime
from codex_codegen.errors import CodegenError
from codex_codegen.render import write as emit
from codex_codegen.schema.lockfile import read_lock

LOCKED = read_lock(SCHEMA).runtime_version


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "checkout"
    shutil.copytree(SCHEMA, root / "schema")
    shutil.copytree(PACKAGE, root / "generated" / "codex_protocol", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "CHANGELOG.md", root)
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return write_schema(tmp_path / "tiny.json", tiny_schema())


class TestCheckout:
    @pytest.mark.extended
    def test_older_runtime_and_back_restores_all_files(
        self, checkout: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        before = files(checkout)
        assert main(["generate", "--runtime", "0.133.0"]) == 0
        output = capsys.readouterr().err
        assert "reading the schema of runtime 0.133.0" in output
        older = files(checkout)
        assert read_lock(checkout / "schema").runtime_version == "0.133.0"
        assert "runtime 0.133.0" in older["generated/codex_protocol/__init__.py"].decode()
        assert f"- The protocol is that of runtime 0.133.0, no longer of {LOCKED}.\n" in older["CHANGELOG.md"].decode()
        assert older["schema/overrides.toml"] == before["schema/overrides.toml"]
        assert main(["--check"]) == 0

        assert main(["generate", "--schema", str(SCHEMA)]) == 0
        assert files(checkout) == before

    @pytest.mark.parametrize("failing", ["bundle.json", "lock.toml", "CHANGELOG.md", "codex_protocol"])
    def test_failure_changes_nothing(
        self, failing: str, checkout: Path, tiny: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = files(checkout)
        replace = os.replace

        def refuse(source: Path, target: Path) -> None:
            # The new content comes from a staging folder.
            if Path(target).name == failing and not Path(source).name.startswith("old-"):
                raise OSError("no more space")
            replace(source, target)

        monkeypatch.setattr(os, "replace", refuse)
        assert main(["generate", "--schema", str(tiny)]) == 2
        assert files(checkout) == before

    def test_unsupported_schema_changes_nothing(
        self, checkout: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        before = files(checkout)
        schema = tiny_schema()
        del schema["definitions"]["v2"]["DrawShapeResponse"]
        write_schema(tmp_path / "broken.json", schema)
        assert main(["generate", "--schema", str(tmp_path / "broken.json")]) == 2
        error = capsys.readouterr().err
        assert "#/definitions/ClientRequest/oneOf/0: unknown response of draw/shape" in error
        assert 'add to schema/overrides.toml: [responses] "draw/shape"' in error
        assert files(checkout) == before

    def test_other_tool_versions_are_rejected(
        self, checkout: Path, tiny: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        lock = checkout / "schema" / "lock.toml"
        lock.write_text(lock.read_text().replace('ruff = "', 'ruff = "9'))
        assert main(["generate", "--schema", str(tiny)]) == 2
        assert "pip install 'ruff==9" in capsys.readouterr().err

    def test_outside_of_a_checkout_out_is_required(
        self, tmp_path: Path, tiny: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert main(["generate", "--schema", str(tiny)]) == 2
        assert "--out DIR" in capsys.readouterr().err
        assert [path.name for path in tmp_path.iterdir()] == ["tiny.json"]

    def test_make_passes_the_source(self) -> None:
        make = shutil.which("make")
        if make is None:
            pytest.skip("make is not installed")
        for given, expected in (
            ("RUNTIME=0.133.0", 'generate --runtime "0.133.0"'),
            ("CODEX_BIN=a b/codex", 'generate --codex-bin "a b/codex"'),
            ("SCHEMA=folder", 'generate --schema "folder"'),
            ("X=1", ""),
        ):
            command = [make, "--no-print-directory", "--dry-run", "--always-make", "generate", given]
            # Without the variables of a make process that runs the tests.
            outside = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
            environment = {**outside, "CODEX_BIN": "not this one", "RUNTIME": "nor this"}
            done = subprocess.run(
                command, capture_output=True, text=True, check=True, cwd=ROOT, timeout=60, env=environment
            )
            text = done.stdout.replace("\\\n", "").replace("\\", "").replace("\t", "")
            (line,) = [line for line in text.splitlines() if "-m codex_codegen" in line]
            assert line.partition("-m codex_codegen")[2].strip() == expected


class TestFolder:
    def test_writes_only_the_package(self, tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        out = tmp_path / "mine" / "codex_protocol"
        assert main(["generate", "--schema", str(tiny), "--schema-version", "0.1.0", "--out", str(out)]) == 0
        assert sorted(path.name for path in tmp_path.iterdir()) == ["mine", "tiny.json"]
        code = (
            "from codex_protocol import CircleShape, registry\n"
            "from codex_protocol.mappers import draw\n"
            "from codex_protocol._version import RUNTIME_VERSION\n"
            "print(draw.draw_shape(shape=CircleShape(type='circle', radius=1), color='blue'), RUNTIME_VERSION)\n"
            "print(registry.params_type('ink/ask').__name__)\n"
        )
        environment = {**os.environ, "PYTHONPATH": str(out.parent)}
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, env=environment, timeout=60, check=False
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout.splitlines() == [
            "{'shape': {'type': 'circle', 'radius': 1}, 'color': 'blue'} 0.1.0",
            "InkAskParams",
        ]

    def test_package_can_have_another_name(self, tiny: Path, tmp_path: Path) -> None:
        out = tmp_path / "codex_protocol_of_mine"
        assert main(["generate", "--schema", str(tiny), "--out", str(out)]) == 0
        code = (
            "import sys\nfrom codex_protocol_of_mine import registry\n"
            "print(registry.adapter('InkAskParams')({'amount': 1}).amount)\n"
            "print([name for name in sys.modules if name.startswith('codex_protocol.')])\n"
        )
        environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, env=environment, timeout=60, check=False
        )
        assert done.stdout.splitlines() == ["1", "[]"], done.stderr

    def test_replaces_only_generated_packages(
        self, tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        out = tmp_path / "package"
        arguments = ["generate", "--schema", str(tiny), "--out", str(out)]
        assert main(arguments) == 0
        (out / "stale.py").touch()
        assert main(arguments) == 0
        assert not (out / "stale.py").exists()

        (out / "_version.py").unlink()
        before = files(out)
        assert main(arguments) == 2
        assert "is not a generated package" in capsys.readouterr().err
        assert files(out) == before

    def test_custom_overrides_are_applied(self, tmp_path: Path) -> None:
        schema = tiny_schema()
        definitions = schema["definitions"]["v2"]
        definitions["Painting"] = definitions.pop("DrawShapeResponse")
        overrides = tmp_path / "mine.toml"
        overrides.write_text('[responses]\n"draw/shape" = "Painting"\n')
        arguments = ["generate", "--schema", str(write_schema(tmp_path / "s.json", schema)), "--out"]
        assert main([*arguments, str(tmp_path / "without")]) == 2
        assert main([*arguments, str(tmp_path / "with"), "--overrides", str(overrides)]) == 0
        assert '"Painting"' in (tmp_path / "with" / "registry.py").read_text()
        assert main([*arguments, str(tmp_path / "more"), "--overrides", str(tmp_path / "none.toml")]) == 2


class TestWrite:
    def test_other_files_change_only_with_the_package(self, tmp_path: Path) -> None:
        out, text = tmp_path / "package", tmp_path / "text.txt"
        text.write_bytes(b"old")
        with pytest.raises(CodegenError, match="ruff"):
            emit.write({"bad.py": "def ("}, out, {text: b"new"})
        assert (out.exists(), text.read_bytes()) == (False, b"old")
        emit.write({"good.py": "x = 1\n"}, out, {text: b"new", tmp_path / "fresh.txt": b"fresh"})
        assert (files(out), text.read_bytes()) == ({"good.py": b"x = 1\n"}, b"new")
        assert sorted(path.name for path in tmp_path.iterdir()) == ["fresh.txt", "package", "text.txt"]


class TestChangelog:
    BEFORE = "# Changes\n\n## Unreleased\n\n- One.\n  More of it.\n\n## 0.1.0\n\n- Older.\n"

    def test_entry_is_added_updated_and_removed(self) -> None:
        after = with_runtime(self.BEFORE, "1", "2")
        line = "- The protocol is that of runtime 2, no longer of 1.\n"
        assert after == self.BEFORE.replace("More of it.\n", f"More of it.\n{line}")
        third = with_runtime(after, "2", "3")
        assert third == after.replace("runtime 2,", "runtime 3,")
        assert with_runtime(third, "3", "1") == self.BEFORE
        assert with_runtime(after, "2", "2") == after

    @pytest.mark.parametrize("text", ["## Unreleased\n\n- One.\n", "## Unreleased\n\n## 1\n"])
    def test_section_end_is_found(self, text: str) -> None:
        after = with_runtime(text, "1", "2")
        assert "no longer of 1.\n" in after
        assert with_runtime(after, "2", "1") == text

    def test_missing_section_is_an_error(self) -> None:
        with pytest.raises(CodegenError, match="Unreleased"):
            with_runtime("# Changes\n", "1", "2")
