"""Test how the package is formatted, and compared with existing files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from codex_codegen.errors import CodegenError
from codex_codegen.render import write

if TYPE_CHECKING:
    from pathlib import Path


def test_differences_are_listed_with_the_start_of_a_diff(tmp_path: Path) -> None:
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").touch()
    (tmp_path / "a.py").write_bytes(b"x = 1\ny = 2\n")
    (tmp_path / "stale.py").touch()
    assert write.differences({"a.py": "x = 1\ny = 3\n", "sub/b.py": "x = 1"}, tmp_path) == [
        f"differs: {tmp_path / 'a.py'}",
        "    --- a.py (in place)",
        "    +++ a.py (generated)",
        "    @@ -1,2 +1,2 @@",
        "     x = 1",
        "    -y = 2",
        "    +y = 3",
        f"stale: {tmp_path / 'stale.py'}",
        f"missing: {tmp_path / 'sub/b.py'}",
    ]


@pytest.mark.parametrize(("removed", "rest"), [(37, []), (38, ["    ... 1 more lines"])])
def test_long_diff_is_cut(removed: int, rest: list[str], tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\n" * removed, encoding="utf-8")
    lines = write.differences({"a.py": ""}, tmp_path)
    # The line of the file, three lines of the diff's head, and the removed lines.
    assert lines[4:] == ["    -x = 1"] * 37 + rest


def test_style_is_independent_of_the_surrounding_folders(tmp_path: Path) -> None:
    (tmp_path / "ruff.toml").write_text('line-length = 20\n[format]\nquote-style = "single"\n', encoding="utf-8")
    source = (
        "import tomllib\nimport zlib\nimport codex_protocol.items\nimport pydantic\n"
        f"__all__ = ['b', 'a']\nx = ({'1 + ' * 27}1)\n"
    )
    out = tmp_path / "out"
    assert write.write({"a.py": source}, out) == 1
    assert (out / "a.py").read_text(encoding="utf-8") == (
        # Python 3.10 has no tomllib.
        "import zlib\n\nimport pydantic\nimport tomllib\n\nimport codex_protocol.items\n\n"
        f'__all__ = ["a", "b"]\nx = {"1 + " * 27}1\n'
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "ruff.toml"]


def test_invalid_source_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CodegenError) as caught:
        write.write({"bad.py": "def ("}, tmp_path / "out")
    found = str(caught.value)
    assert found.startswith("ruff check rejects the generated code:\n")
    assert found.endswith("\n  remedy: fix the templates, which generated invalid Python")
    assert "bad.py" in found


def test_formatted_files_are_in_utf_8_and_end_in_a_newline() -> None:
    assert write.formatted({"sub/a.py": 'x = "\u00e9"'}) == {"sub/a.py": b'x = "\xc3\xa9"\n'}


def test_removed_staging_folder_does_not_hide_the_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def removed_by_another_program(sources: object, folder: Path) -> None:
        folder.mkdir()
        folder.parent.rename(tmp_path / "elsewhere")
        raise CodegenError("the first problem")

    monkeypatch.setattr(write, "_write_formatted", removed_by_another_program)
    with pytest.raises(CodegenError, match="the first problem"):
        write.write({}, tmp_path / "out")
