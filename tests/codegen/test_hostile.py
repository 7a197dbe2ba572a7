"""Test hostile schemas: any text in a schema is only data in the generated code."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, event, example, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from codegen.harness import ROOT, SCHEMA, install
from codegen.tiny import TEXT, message, obj, ref, tiny_schema
from codex_codegen.commands.generate import generate_folder
from codex_codegen.errors import CodegenError
from codex_codegen.model.methods import python_name
from codex_codegen.pipeline import render_bundle
from codex_codegen.render.write import formatted
from codex_codegen.schema.history import History
from codex_codegen.schema.overrides import Overrides
from codex_codegen.schema.validate import MAX_DEPTH
from codex_codegen.sources.dump import SchemaDump, parse_bundle, parse_dump, stable_subset
from codex_codegen.sources.fetch import Source
from fuzz.hostile_text import AWKWARD, CANARIES, CANARY, CANARY_VARIABLE, NAMES, TEMPLATES, escaped, hostile_text
from fuzz.schemas import Texts, hostile_schema

if TYPE_CHECKING:
    from collections.abc import Iterable

VERSION = "1.2.3"
"""A version that the overrides were not reviewed for, so that problems are tolerated."""

METHODS = (
    *("keywords", "overload", "to/wire", "unexpected/keyword", "annotations/list", "import/start", "raw", "a/../../b"),
    *("x/../../../tmp/x", "x\\..\\..\\y", 'quote"d/x', "new\nline/x", "{{ y }}/{% z %}", f"m/{CANARY}", "self/class"),
)
NO_NAMES = ("", "/", "../../x", "/etc/passwd", "1st/x", "_", "ü/ö", "\u202e", "..")
"""Methods without a valid Python name."""


def whole_text(text: str) -> bool:
    """Return whether a text has no lone surrogate. Lone surrogates are rejected in wire values."""
    return not any("\ud800" <= char <= "\udfff" for char in text)


def rendered(schema: Any) -> dict[str, str]:
    """Return the sources for a schema, parsed from JSON as on the command line."""
    content = json.dumps(schema).encode()
    marks = stable_subset(parse_bundle(content, "the schema"))
    bundle = parse_dump(SchemaDump(VERSION, content, marks, "the schema"))
    return render_bundle(bundle, Overrides("none", reviewed_version="0.0.1"), History(), lambda _: None)


def refused(schema: Any) -> CodegenError:
    with pytest.raises(CodegenError) as caught:
        rendered(schema)
    return caught.value


def tree(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def generated(schema: dict[str, Any], home: Path) -> dict[str, int]:
    """Generate a package, import all of it in a separate process, and return the imported modules."""
    bundle, package, canary = home / "bundle.json", home / "out" / "codex_protocol", home / "canary"
    bundle.write_text(json.dumps(schema), encoding="ascii")
    package.parent.mkdir()
    before = tree(home)
    generate_folder(Source(schema=bundle, version=VERSION), package, None, lambda _: None)
    assert all(path.startswith("out/codex_protocol") for path in tree(home) - before)
    for path in package.rglob("*.py"):
        assert escaped(path.read_text(encoding="utf-8")) is None, path
    environment = {
        **os.environ,
        CANARY_VARIABLE: str(canary),
        "PYTHONPATH": os.pathsep.join([str(package.parent), str(ROOT / "tests"), str(ROOT / "src")]),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [sys.executable, "-W", "error", "-m", "fuzz.roundtrip", str(bundle)]
    done = subprocess.run(command, capture_output=True, check=False, env=environment, cwd=home, encoding="utf-8")
    assert done.returncode == 0, done.stderr[-4_000:]
    assert not canary.exists()
    assert all(path.startswith("out/codex_protocol") for path in tree(home) - before)
    seen: dict[str, int] = json.loads(done.stdout)
    return seen


def test_canary_is_detected(tmp_path: Path) -> None:
    # Otherwise the tests below would prove nothing.
    song = tmp_path / "song"
    environment = {**os.environ, CANARY_VARIABLE: str(song)}
    subprocess.run([sys.executable, "-c", CANARY], check=True, env=environment)
    assert song.exists()
    assert escaped(f"x = 1\n{CANARY}") == f"line 2: {CANARY}"
    assert escaped(f'x = f"{{{CANARY}}}"') is not None
    assert escaped(f'x = "{CANARY}"  # {CANARY}') is None


def test_hostile_schema_generates_an_inert_package(tmp_path: Path) -> None:
    texts = [text for text in (*CANARIES, *TEMPLATES, *AWKWARD) if whole_text(text)]
    names = [name for name in NAMES if name]
    seen = generated(hostile_schema(Texts(texts), names, METHODS), tmp_path)
    assert seen["values"] > len(names)
    assert seen["methods"] > len(METHODS)
    assert seen["mappers"] > len(METHODS)
    assert seen["samples"] > 500


@settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(texts=st.lists(hostile_text.filter(whole_text), min_size=20, max_size=60))
def test_random_text_is_inert(texts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        seen = generated(hostile_schema(Texts(texts)), Path(folder))
    assert seen["methods"] == 3


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    texts=st.lists(hostile_text, min_size=1, max_size=20),
    names=st.lists(hostile_text, max_size=3, unique=True),
    methods=st.lists(hostile_text, max_size=2, unique=True),
)
@example(texts=[" "], names=[], methods=[])
@example(texts=["\ud800"], names=[], methods=[])
def test_random_schema_is_inert_or_rejected(texts: list[str], names: list[str], methods: list[str]) -> None:
    try:
        sources = rendered(hostile_schema(Texts(texts), names, methods))
    except CodegenError:
        event("refused")
        return
    event("generated")
    for path, source in sources.items():
        assert stays_inside(path), path
        assert escaped(source) is None, path


def stays_inside(path: str) -> bool:
    """Return whether a path is inside the package and a valid module name."""
    *folders, file = path.split("/")
    name, _, ending = file.rpartition(".")
    return folders in ([], ["mappers"]) and name.isascii() and name.isidentifier() and ending in ("py", "typed")


class TestNames:
    @pytest.mark.parametrize("method", NO_NAMES)
    def test_method_without_valid_name_is_rejected(self, method: str) -> None:
        schema = tiny_schema()
        schema["definitions"]["ClientRequest"]["oneOf"][0]["properties"]["method"]["enum"] = [method]
        assert "invalid" in refused(schema).problem

    @pytest.mark.parametrize("method", [*NO_NAMES, *METHODS])
    @pytest.mark.parametrize("union", ["ServerRequest", "ServerNotification", "ClientNotification"])
    def test_method_names_stay_inside_the_package(self, method: str, union: str) -> None:
        schema = tiny_schema()
        schema["definitions"][union]["oneOf"][0]["properties"]["method"]["enum"] = [method]
        if rendered_without_error(schema):
            assert all(stays_inside(path) for path in rendered(schema))
        else:
            assert python_name(method) == "" or not python_name(method).isidentifier()

    def test_huge_description_is_escaped(self) -> None:
        schema = tiny_schema()
        schema["definitions"]["v2"]["Color"]["description"] = f"{CANARY} " * 2_000
        sources = rendered(schema)
        assert sum(source.count(CANARY) for source in sources.values()) >= 2_000
        assert all(escaped(source) is None for source in sources.values())

    def test_duplicate_method_names_are_rejected(self) -> None:
        schema = tiny_schema()
        schema["definitions"]["ClientRequest"]["oneOf"].append(message("draw/../shape", ref("DrawShapeParams")))
        assert "same Python name" in str(refused(schema))

    @pytest.mark.parametrize("name", ["../../x", 'A"b', "a\nb", "{{ x }}", "WireModel", "None", "ü", "", "a b"])
    def test_invalid_definition_name_is_renamed_or_rejected(self, name: str) -> None:
        schema = tiny_schema()
        schema["definitions"]["v2"][name] = obj("", text=TEXT)
        if rendered_without_error(schema):
            sources = rendered(schema)
            assert name not in sources["__init__.py"].split('"')
            assert all(stays_inside(path) for path in sources)
        else:
            assert "invalid class name" in str(refused(schema))

    @pytest.mark.parametrize("tag", ["raw", "!", "../x", "class", "root", 'a"b\n'])
    def test_union_with_unusual_tag_is_validated(self, tag: str, tmp_path: Path) -> None:
        schema = tiny_schema()
        branches = [
            {**obj("", **{tag: {"type": "string", "enum": [value]}}), "required": [tag]} for value in ("one", "two")
        ]
        schema["definitions"]["v2"]["Shape"] = {"oneOf": branches}
        files = {name: text for name, text in rendered(schema).items() if name.endswith(".py")}
        package = install(formatted(files), tmp_path)
        found = TypeAdapter(package.Shape)
        assert type(found.validate_python({tag: "one"})) is package.OneShape
        unknown = found.validate_python({tag: "three", "more": 1})
        assert type(unknown) is package.UnknownShape
        assert unknown.raw == {tag: "three", "more": 1}
        shown = [name for name in vars(package.UnknownShape) if not name.startswith(("_", "model_"))]
        assert [getattr(unknown, name) for name in shown] == ["three"] * len(shown)
        assert len(shown) == (tag != "!") or shown == ["exclamation"]


def rendered_without_error(schema: dict[str, Any]) -> bool:
    try:
        rendered(schema)
    except CodegenError:
        return False
    return True


class TestReferences:
    @pytest.mark.parametrize(
        "target",
        [
            "http://127.0.0.1:9/schema.json",
            "file:///etc/passwd",
            "/etc/passwd",
            "../../bundle.json#/definitions/X",
            "#/definitions/v2/Nowhere",
            "#/properties/x",
            "#",
            "",
            f"#/definitions/{CANARY}",
        ],
    )
    @pytest.mark.parametrize("place", ["property", "items", "values", "branch", "definition"])
    def test_external_or_unknown_reference_is_rejected(self, target: str, place: str) -> None:
        outside = {"$ref": target}
        schema = tiny_schema()
        odd = {
            "property": obj("", it=outside),
            "items": obj("", it={"type": "array", "items": outside}),
            "values": obj("", it={"type": "object", "additionalProperties": outside}),
            "branch": obj("", it={"anyOf": [outside, {"type": "null"}]}),
            "definition": outside,
        }[place]
        schema["definitions"]["v2"]["Odd"] = odd
        assert "reference" in refused(schema).problem

    def test_reference_in_item_list_is_rejected(self) -> None:
        schema = tiny_schema()
        hidden = {"type": "array", "items": [{"$ref": "http://127.0.0.1:9/schema.json"}]}
        schema["definitions"]["v2"]["Odd"] = obj("", it=hidden)
        problem = refused(schema)
        assert str(problem.pointer).endswith("#/definitions/v2/Odd/properties/it/items")

    @pytest.mark.parametrize(
        "odd",
        [
            {"A": ref("A")},
            {"A": ref("B"), "B": ref("A")},
            {"A": {"anyOf": [ref("A"), TEXT]}},
            {"A": {"anyOf": [ref("B"), TEXT]}, "B": {"anyOf": [ref("A"), TEXT]}, "C": obj("", it={**ref("A")})},
            {"A": {"type": "array", "items": ref("A")}},
        ],
    )
    @pytest.mark.parametrize("use", ["unused", "default", "params"])
    def test_recursive_type_without_object_is_rejected(self, odd: dict[str, Any], use: str) -> None:
        schema = tiny_schema()
        v2 = schema["definitions"]["v2"]
        v2.update(odd)
        if use == "default":
            v2["Uses"] = obj("", it={**ref("A"), "default": "text"})
        elif use == "params":
            schema["definitions"]["ClientRequest"]["oneOf"].append(message("use/it", ref("A")))
            v2["UseItResponse"] = obj("")
        assert "recursive type" in str(refused(schema))


class TestValidation:
    @pytest.mark.parametrize(
        ("odd", "place"),
        [
            (5, ""),
            ([], ""),
            (None, ""),
            ({"type": "os.abort()"}, "/type"),
            ({"type": []}, "/type"),
            ({"type": {"a": 1}}, "/type"),
            ({"properties": []}, "/properties"),
            ({"properties": {"a": None}}, "/properties/a"),
            ({"properties": {"a/b~c": 1}}, "/properties/a~1b~0c"),
            ({"items": []}, "/items"),
            ({"additionalProperties": "yes"}, "/additionalProperties"),
            ({"oneOf": {}}, "/oneOf"),
            ({"anyOf": []}, "/anyOf"),
            ({"allOf": [{"allOf": [7]}]}, "/allOf/0/allOf/0"),
            ({"required": "all"}, "/required"),
            ({"required": [["a"]]}, "/required"),
            ({"enum": []}, "/enum"),
            ({"enum": "a"}, "/enum"),
            ({"enum": ["\ud800"]}, ""),
            ({"const": "\udc00"}, ""),
            ({"properties": {"\ud800": TEXT}}, "/properties"),
            ({"$ref": 1}, "/$ref"),
            ({"title": {}}, "/title"),
            ({"description": ["x"]}, "/description"),
            ({"x-name": "X: pass\nimport os\nclass Y"}, ""),
            ({"x-docs": {"a": 1}}, ""),
            ({"x-union": {"kind": "tag"}}, ""),
            ({"x-pointer": "/x", "x-origin": "y"}, ""),
        ],
    )
    @pytest.mark.parametrize("namespace", ["", "v2"])
    def test_invalid_schema_is_rejected_with_its_pointer(self, odd: Any, place: str, namespace: str) -> None:
        schema = tiny_schema()
        root = schema["definitions"]
        (root[namespace] if namespace else root)["Odd"] = {"properties": {"it": odd}}
        base = f"/definitions/{namespace}/Odd" if namespace else "/definitions/Odd"
        assert refused(schema).pointer == f"the schema#{base}/properties/it{place}"

    @pytest.mark.parametrize("root", [[], "text", None, {}, {"definitions": []}, {"definitions": {"v2": []}}])
    def test_invalid_bundle_is_rejected(self, root: Any) -> None:
        assert refused(root).remedy is not None

    @pytest.mark.parametrize("definition", [True, 1, None, "x", []])
    def test_definition_other_than_object_is_rejected(self, definition: Any) -> None:
        schema = tiny_schema()
        schema["definitions"]["v2"]["Odd"] = definition
        assert refused(schema).problem == "expected a definition object"

    @pytest.mark.parametrize("branch", [True, {}, {"properties": {}}, obj("method", method=True), obj("", method=TEXT)])
    @pytest.mark.parametrize("union", ["ClientRequest", "ServerRequest", "ServerNotification", "ClientNotification"])
    def test_message_without_method_is_rejected(self, branch: Any, union: str) -> None:
        schema = tiny_schema()
        schema["definitions"][union]["oneOf"].append(branch)
        assert "missing or invalid method" in refused(schema).problem

    @pytest.mark.parametrize("params", [True, False, {"type": "string"}, {"anyOf": [True, {"type": "null"}]}])
    def test_params_other_than_object_are_rejected(self, params: Any) -> None:
        schema = tiny_schema()
        schema["definitions"]["ClientRequest"]["oneOf"][0]["properties"]["params"] = params
        assert refused(schema).problem.startswith("unsupported params")

    @pytest.mark.parametrize("empty", ["ClientRequest", "ServerRequest", "ServerNotification", "ClientNotification"])
    def test_empty_message_union_is_accepted(self, empty: str, tmp_path: Path) -> None:
        schema = tiny_schema()
        schema["definitions"][empty] = {}
        files = {name: text for name, text in rendered(schema).items() if name.endswith(".py")}
        package = install(formatted(files), tmp_path)
        registry = importlib.import_module(f"{package.__name__}.registry")
        importlib.import_module(f"{package.__name__}.rpc")
        specs = (
            registry.CLIENT_METHODS,
            registry.SERVER_REQUESTS,
            registry.SERVER_NOTIFICATIONS,
            registry.CLIENT_NOTIFICATIONS,
        )
        assert [len(found) for found in specs].count(0) == 1

    def test_runtime_schema_is_far_below_the_depth_limit(self) -> None:
        bundle = (SCHEMA / "bundle.json").read_bytes()
        deepest = max(depths(json.loads(bundle)))
        assert deepest * 4 < MAX_DEPTH

    @pytest.mark.parametrize("depth", [MAX_DEPTH, 5_000, 200_000])
    @pytest.mark.parametrize(("before", "after"), [('{"properties":{"a":', "}}"), ('{"default":[', "]}"), ("[", "]")])
    def test_deep_nesting_is_rejected(self, depth: int, before: str, after: str) -> None:
        tower = f'{{"definitions":{{"v2":{{"Odd":{before * depth}{{}}{after * depth}}}}}}}'
        with pytest.raises(CodegenError, match="deep"):
            parse_bundle(tower.encode(), "the schema")


def depths(value: Any, depth: int = 0) -> Iterable[int]:
    yield depth
    if isinstance(value, (dict, list)):
        for child in value.values() if isinstance(value, dict) else value:
            yield from depths(child, depth + 1)
