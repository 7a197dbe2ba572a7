"""Test the history: reading, updating and rendering."""

from __future__ import annotations

import copy
import json
import os
import sys
from typing import TYPE_CHECKING, Any

import pytest

from codegen.harness import SCHEMA, install, small_bundle
from codegen.test_published import PROGRAM, index, write_wheel  # noqa: F401 - a fixture
from codegen.tiny import NUMBER, TEXT, message, obj, ref, tiny_schema
from codex_codegen.cli import main
from codex_codegen.errors import CodegenError
from codex_codegen.pipeline import render_bundle
from codex_codegen.render.write import formatted
from codex_codegen.schema.history import HISTORY_FILE, KINDS, History, history_text, messages, read_history
from codex_codegen.schema.lockfile import read_lock
from codex_codegen.schema.overrides import Overrides
from codex_codegen.sources import published
from codex_codegen.sources.cache import cache_folder

if TYPE_CHECKING:
    from pathlib import Path


def schemas() -> dict[str, dict[str, Any]]:
    """Return three schemas: the second adds, the third removes. 0.9.0 is older than 0.10.0."""
    first = tiny_schema()
    second = copy.deepcopy(first)
    root, v2 = second["definitions"], second["definitions"]["v2"]
    v2["DrawShapeParams"]["properties"]["glow"] = NUMBER
    v2["DrawnNotification"]["properties"]["glow"] = NUMBER
    v2["DrawLineParams"] = {"oneOf": [obj("a", a=TEXT), obj("b", b=TEXT)], "properties": {"both": TEXT}}
    v2["DrawLineResponse"] = obj("")
    root["ClientRequest"]["oneOf"].append(message("draw/line", {"anyOf": [ref("DrawLineParams"), {"type": "null"}]}))
    third = copy.deepcopy(second)
    del third["definitions"]["ClientRequest"]["oneOf"][1]
    del third["definitions"]["v2"]["DrawClearResponse"]
    del third["definitions"]["v2"]["DrawShapeParams"]["properties"]["label"]
    third["definitions"]["v2"]["DrawnNotification"]["properties"]["late"] = TEXT
    return {"0.9.0": first, "0.10.0": second, "0.11.0": third}


def history_of(*versions: str) -> History:
    history = History()
    for version in versions:
        history.add(version, schemas()[version])
    return history


def test_history_records_first_and_last_version() -> None:
    history = history_of("0.9.0", "0.10.0", "0.11.0")
    methods = {method: (entry.span.first, entry.span.last) for method, entry in history.kinds["methods"].items()}
    assert methods == {
        "draw/shape": ("0.9.0", "0.11.0"),
        "draw/clear": ("0.9.0", "0.10.0"),
        "draw/line": ("0.10.0", "0.11.0"),
    }
    fields = history.kinds["methods"]["draw/shape"].fields
    assert {name: (span.first, span.last) for name, span in fields.items()} == {
        "shape": ("0.9.0", "0.11.0"),
        "color": ("0.9.0", "0.11.0"),
        "label": ("0.9.0", "0.10.0"),
        "glow": ("0.10.0", "0.11.0"),
    }
    assert set(history.kinds["methods"]["draw/line"].fields) == {"a", "b", "both"}
    assert set(history.kinds["notifications"]["draw/drawn"].fields) == {"id", "shape", "glow", "late"}
    assert set(history.kinds["serverRequests"]["ink/ask"].fields) == {"amount", "reason"}
    assert history.introduced_in("methods", "draw/line") == "0.10.0"
    assert history.introduced_in("methods", "draw/line", "a") is None
    assert history.introduced_in("methods", "draw/shape", "glow") == "0.10.0"
    assert history.introduced_in("methods", "draw/shape") is None
    assert history.introduced_in("methods", "no/such") is None
    assert history.introduced_in("methods", "draw/shape", "no such") is None


def test_history_is_independent_of_the_order(tmp_path: Path) -> None:
    text = history_text(history_of("0.9.0", "0.10.0", "0.11.0"))
    for order in (("0.11.0", "0.9.0", "0.10.0"), ("0.10.0", "0.11.0", "0.10.0", "0.9.0")):
        assert history_text(history_of(*order)) == text
    path = tmp_path / HISTORY_FILE
    path.write_text(text)
    assert json.loads(text)["versions"] == ["0.9.0", "0.10.0", "0.11.0"]
    assert history_text(read_history(path)) == text
    assert read_history(tmp_path / "none.json") == History()


@pytest.mark.parametrize(
    "text", ["{", "[]", "{}", '{"versions": [], "methods": {}, "notifications": {}, "serverRequests": {}}']
)
def test_invalid_history_is_rejected(text: str, tmp_path: Path) -> None:
    (tmp_path / "history.json").write_text(text)
    with pytest.raises(CodegenError, match="invalid history") as caught:
        read_history(tmp_path / "history.json")
    assert "make history" in str(caught.value.remedy)


def test_docstrings_contain_the_introducing_version(tmp_path: Path) -> None:
    history = history_of("0.9.0", "0.10.0", "0.11.0")
    notes: list[str] = []
    sources = render_bundle(small_bundle(schemas()["0.11.0"]), Overrides("none"), history, notes.append)
    package = install(formatted(sources), tmp_path)
    rpc = __import__(f"{package.__name__}.rpc", fromlist=["rpc"])
    for cls in (rpc.Rpc, rpc.AsyncRpc):
        assert "Since runtime 0.10.0." in cls.draw_line.__doc__.split("Args:")[0]
        assert "Since" not in cls.draw_shape.__doc__.split("Args:")[0]
        assert "glow: Since runtime 0.10.0." in cls.draw_shape.__doc__
    mappers = __import__(f"{package.__name__}.mappers.draw", fromlist=["draw"])
    assert "glow: Since runtime 0.10.0." in mappers.draw_shape.__doc__
    assert sources["other.py"].count("Since runtime 0.11.0.") == 1
    availability = __import__(f"{package.__name__}.availability", fromlist=["availability"])
    assert availability.VERSIONS == ("0.9.0", "0.10.0", "0.11.0")
    assert availability.METHODS == {"draw/line": (1, 2), "draw/clear": (0, 1)}
    assert availability.FIELDS == {"draw/shape": {"glow": (1, 2), "label": (0, 1)}}


def test_empty_history_adds_no_versions(tmp_path: Path) -> None:
    sources = render_bundle(small_bundle(tiny_schema()), Overrides("none"), History(), print)
    assert not [name for name, text in sources.items() if "Since runtime" in text]
    package = install(formatted(sources), tmp_path)
    availability = __import__(f"{package.__name__}.availability", fromlist=["availability"])
    assert (availability.VERSIONS, availability.METHODS, availability.FIELDS) == ((), {}, {})


@pytest.mark.skipif(os.name == "nt", reason="the programs are scripts")
class TestUpdateHistory:
    def publish(self, folder: Path, version: str, schema: dict[str, Any]) -> None:
        program = (
            f"#!{sys.executable}\nimport pathlib, sys\n"
            f"if sys.argv[1] == '--version':\n    print('codex-cli {version}')\nelse:\n"
            "    out = pathlib.Path(sys.argv[-1])\n    out.mkdir(parents=True)\n"
            f"    (out / 'codex_app_server_protocol.schemas.json').write_text({json.dumps(schema)!r})\n"
        )
        write_wheel(folder, version, {PROGRAM: program.encode()})

    @pytest.mark.extended
    def test_each_runtime_is_read_once_and_a_run_can_be_resumed(
        self,
        index: Path,  # noqa: F811
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        for version, schema in schemas().items():
            self.publish(index, version, schema)
        path = tmp_path / "history.json"
        here: list[list[str]] = []
        runtime = published.runtime

        def watched(version: str) -> Path:
            if version == "0.11.0" and len(here) == 2:
                here.append([])
                raise CodegenError("the network is unreachable")
            program = runtime(version)
            here.append(cached())
            return program

        def cached() -> list[str]:
            return sorted(found.name for found in cache_folder().iterdir() if found.is_dir())

        runtime("0.9.0")
        monkeypatch.setattr(published, "runtime", watched)
        assert main(["history", "--file", str(path)]) == 2
        assert "the network is unreachable" in capsys.readouterr().err
        assert read_history(path).versions == ["0.9.0", "0.10.0"]
        assert main(["history", "--file", str(path)]) == 0
        assert "[1/1] runtime 0.11.0" in capsys.readouterr().err
        # Runtimes that were cached before stay, and only one other at a time is cached.
        assert here == [["0.9.0"], ["0.10.0", "0.9.0"], [], ["0.11.0", "0.9.0"]]
        assert cached() == ["0.9.0"]
        assert path.read_text() == history_text(history_of("0.9.0", "0.10.0", "0.11.0"))


class TestPackagedHistory:
    HISTORY = read_history(SCHEMA / HISTORY_FILE)

    def test_file_has_canonical_form(self) -> None:
        assert (SCHEMA / HISTORY_FILE).read_text(encoding="utf-8") == history_text(self.HISTORY)

    def test_contains_the_locked_schema(self) -> None:
        version = read_lock(SCHEMA).runtime_version
        schema = json.loads((SCHEMA / "bundle.json").read_bytes())
        for kind, union in KINDS.items():
            there = {name for name, entry in self.HISTORY.kinds[kind].items() if entry.span.last == version}
            assert there == {method for method, _ in messages(schema, union)}
            for method, fields in messages(schema, union):
                spans = self.HISTORY.kinds[kind][method].fields
                assert [name for name in sorted(spans) if spans[name].last == version] == fields

    def test_known_versions(self) -> None:
        assert len(self.HISTORY.versions) >= 24
        assert self.HISTORY.versions[0] == "0.133.0"
        assert self.HISTORY.kinds["methods"]["thread/rollback"].span.last == "0.155.1"
        assert self.HISTORY.introduced_in("methods", "thread/start") is None
