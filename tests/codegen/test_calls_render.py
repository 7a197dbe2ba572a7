"""Test the rendered modules of small protocols: output, rejected input and escaping."""

from __future__ import annotations

import ast
import importlib
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codex_codegen.errors import CodegenError
from codex_codegen.model import ir
from codex_codegen.render.calls import render_calls
from codex_codegen.render.docstrings import docstring, literal, paragraphs, section
from codex_codegen.render.parameter_hints import ParameterHints, merged_hints
from codex_codegen.render.support import support_modules
from codex_codegen.render.write import write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

GOLDEN = Path(__file__).parent / "golden_calls"


def method(name: str, params: str | None, **more: Any) -> ir.Method:
    python_name = name.replace("/", "_").lower()
    return ir.Method(name, python_name, params, more.pop("params_optional", False), "Answer", **more)


COLOUR = ir.Enum("Colour", (ir.EnumMember("red", "red"),))
POINT = ir.Model("Point", (ir.Field("x", "x", "float", required=True),))
ANSWER = ir.Model("Answer", (), doc="The drawing.")
SHAPE = ir.Union(
    "Shape",
    "tag",
    (ir.Branch("Circle", ("Circle",), "circle"), ir.Branch("Square", ("Square",), "square")),
    tag="type",
    unknown="UnknownShape",
)
CIRCLE = ir.Model(
    "Circle",
    (
        ir.Field("type", "type", 'Literal["circle"]', required=True),
        ir.Field("radius", "radius", "float", required=True, doc="In metres."),
    ),
)
SQUARE = ir.Model(
    "Square",
    (
        ir.Field("type", "type", 'Literal["square"]', required=True),
        ir.Field("side", "side", "float | None", nullable=True),
    ),
)
DRAW = ir.Model(
    "DrawParams",
    (
        ir.Field("colour", "colour", "Colour | None", ("Colour",), nullable=True, doc="Of the pen."),
        ir.Field("points", "points", "list[Point]", ("Point",), required=True),
        ir.Field("line_width", "lineWidth", "int | None", default="1", experimental=True),
        ir.Field("out_path", "path", "str", required=True, doc="Where to write."),
        ir.Field("self", "self", "Any", nullable=True),
    ),
    doc="A drawing to make.",
)
PING = ir.Model("PingParams", (ir.Field("note", "note", "str | None", nullable=True),))
THREAD = ir.Model("Thread", (ir.Field("id", "id", "str", required=True),))
STARTED = ir.Model(
    "StartedNotification",
    (
        ir.Field("thread", "thread", "Thread", ("Thread",), required=True),
        ir.Field("turn_id", "turnId", "str", required=True),
    ),
)

TINY = ir.Protocol(
    "1.2.3",
    {item.name: item for item in (COLOUR, POINT, ANSWER, SHAPE, CIRCLE, SQUARE, DRAW, PING, THREAD, STARTED)},
    methods=(
        method("page/draw", "DrawParams", doc="Draw on the page.\n\nIt has to exist."),
        method("page/shape", "Shape", experimental=True),
        method("ping", "PingParams", params_optional=True),
        method("reset", None),
    ),
    notifications=(ir.Notification("page/started", "page_started", "StartedNotification", experimental=True),),
    server_requests=(method("page/ask", "PingParams"),),
    client_notifications=(ir.Notification("ready", "ready", ""),),
)
TINY_OPTIONS = {"DrawOptions": {"method": "page/draw", "omit": ["points", "self"], "doc": "Keywords for drawing."}}


def alter(protocol: ir.Protocol, *definitions: ir.Definition) -> ir.Protocol:
    return replace(protocol, definitions={**protocol.definitions, **{item.name: item for item in definitions}})


@pytest.fixture
def load(tmp_path: Path) -> Iterator[Any]:
    """Write the modules of a protocol as a package, and import them."""

    def loader(protocol: ir.Protocol, module: str) -> ModuleType:
        if not (tmp_path / "drawn").exists():
            write({"__init__.py": "", **render_calls(protocol, TINY_OPTIONS), **support_modules()}, tmp_path / "drawn")
        return importlib.import_module(f"drawn.{module}")

    sys.path.insert(0, str(tmp_path))
    yield loader
    sys.path.remove(str(tmp_path))
    for name in [name for name in sys.modules if name.split(".")[0] == "drawn"]:
        del sys.modules[name]


def test_render_calls_matches_golden_files(tmp_path: Path) -> None:
    """Run with UPDATE_GOLDEN=1 to update the golden files, then review the difference."""
    sources = render_calls(TINY, TINY_OPTIONS)
    write(sources, tmp_path / "out")
    found = {f"{name}.txt": (tmp_path / "out" / name).read_text() for name in sources}
    if os.environ.get("UPDATE_GOLDEN"):
        for name, text in found.items():
            (GOLDEN / name).parent.mkdir(parents=True, exist_ok=True)
            (GOLDEN / name).write_text(text)
    expected = {path.relative_to(GOLDEN).as_posix(): path.read_text() for path in GOLDEN.rglob("*.txt")}
    assert found == expected


def test_render_calls_is_deterministic() -> None:
    assert render_calls(TINY, TINY_OPTIONS) == render_calls(TINY, TINY_OPTIONS)


def test_render_calls_output_works(load: Any) -> None:
    page = load(TINY, "mappers.page")
    assert page.page_draw(points=[], out_path="a", self_=None) == {"points": [], "path": "a", "self": None}
    assert page.page_shape(type="circle", radius=2.0) == {"type": "circle", "radius": 2.0}
    assert load(TINY, "mappers.ping").ping() is None
    assert list(load(TINY, "options").DrawOptions.__annotations__) == ["colour", "line_width", "out_path"]


NASTY = [
    '"""',
    'ends in a quote"',
    "ends in a backslash\\",
    '\\"""\nimport os  # """',
    "'''",
    "{{ 7 * 7 }} {% raise %} {# gone #}",
    "\\N{BULLET} \\x41 \\u0041 \\",
    "nul \x00, return \r, escape \x1b, line \u2028, right to left \u202e, byte order \ufeff",
    '"' * 7,
    "# %} -#}",
]


def nasty_protocol(text: str) -> ir.Protocol:
    fields = tuple(replace(field, doc=text) for field in DRAW.fields)
    odd = ir.Field("odd", f"o{text}", "str | None", nullable=True, doc=text)
    return replace(
        alter(TINY, replace(DRAW, doc=text, fields=(*fields, odd)), replace(ANSWER, doc=text)),
        methods=tuple(replace(item, doc=text) for item in TINY.methods),
    )


def shape_of(source: str) -> str:
    """Return the syntax tree of a source without the content of its strings."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    return ast.dump(tree)


@pytest.mark.parametrize("text", NASTY)
def test_render_calls_escapes_schema_text(text: str, load: Any) -> None:
    sources = render_calls(nasty_protocol(text), TINY_OPTIONS)
    plain = render_calls(nasty_protocol("plain"), TINY_OPTIONS)
    for name, source in sources.items():
        assert shape_of(source) == shape_of(plain[name]), name
    page = load(nasty_protocol(text), "mappers.page")
    assert page.page_draw(points=[], out_path="a", odd="b") == {"points": [], "path": "a", f"o{text}": "b"}
    words = text.split()
    assert all(word in page.page_draw.__doc__ for word in words)
    assert all(word in load(nasty_protocol(text), "rpc").Rpc.page_draw.__doc__ for word in words)


# Mostly characters with a meaning in Python or in a template.
TEXTS = st.text(st.sampled_from('"""\'\\{}%#\n\r\t nNxu0') | st.characters())


@given(TEXTS)
def test_literal_evaluates_to_the_text_and_is_ascii(text: str) -> None:
    assert ast.literal_eval(literal(text)) == text
    assert literal(text).isascii()
    assert "\n" not in literal(text)


@given(st.lists(TEXTS, min_size=1, max_size=3), st.integers(0, 8))
def test_docstring_evaluates_to_its_lines(texts: list[str], indent: int) -> None:
    lines = [line for text in texts for line in paragraphs(text)] or ["empty"]
    value = ast.literal_eval(docstring(lines, indent))
    expected = [lines[0], *(f"{' ' * indent}{line}".rstrip() for line in lines[1:])]
    assert value == "\n".join(expected) + (f"\n{' ' * indent}" if len(lines) > 1 else "")


def test_section_wraps_and_indents() -> None:
    lines = section("Args", [("name", "word " * 30 + "\n\nSecond line."), ("other", "")])
    assert lines[:2] == ["", "Args:"]
    assert lines[2].startswith("    name: word")
    assert lines[3].startswith("        word")
    assert lines[-2:] == ["        Second line.", "    other:"]
    assert max(map(len, lines)) <= 96
    assert section("Args", []) == []


HINTS = ParameterHints(
    {
        **TINY.definitions,
        "AbsolutePathBuf": ir.Alias("AbsolutePathBuf", "str"),
        "Points": ir.Alias("Points", "list[Point]", ("Point",)),
        "Tree": ir.Alias("Tree", "dict[str, Tree]", ("Tree",)),
        "Id": ir.Union("Id", "untagged", (ir.Branch("str"), ir.Branch("int"))),
        "Mode": ir.Union("Mode", "key", (ir.Branch("Colour", ("Colour",)), ir.Branch("Point", ("Point",), "point"))),
    }
)


@pytest.mark.parametrize(
    ("hint", "wire", "nullable", "expected"),
    [
        ("str", "name", False, "str"),
        ("str | None", "name", False, "str"),
        ("str | None", "name", True, "str | None"),
        ("Any", "name", True, "object"),
        ("str", "cwd", False, "str | os.PathLike[str]"),
        ("list[str]", "cwds", False, "Sequence[str | os.PathLike[str]]"),
        ("AbsolutePathBuf", "root", False, "AbsolutePathBuf | os.PathLike[str]"),
        ("Colour", "colour", False, "Colour | str"),
        ("list[Point] | None", "points", True, "Sequence[Point | Mapping[str, object]] | None"),
        ("Points", "points", False, "Points | Sequence[Point | Mapping[str, object]]"),
        ("dict[str, Any]", "map", False, "Mapping[str, object]"),
        ("dict[str, list[Colour]]", "map", False, "Mapping[str, Sequence[Colour | str]]"),
        ("Shape", "shape", False, "Shape | Mapping[str, object]"),
        ("Mode", "mode", False, "Mode | str | Mapping[str, object]"),
        ("Id", "id", False, "Id"),
        ("Tree", "tree", False, "Tree | Mapping[str, Tree]"),
        ("Literal['a']", "type", False, "Literal['a']"),
        ("None", "nothing", True, "None"),
    ],
)
def test_parameter_hints_widen_model_hints(hint: str, wire: str, nullable: bool, expected: str) -> None:
    assert HINTS.of(ir.Field("name", wire, hint, nullable=nullable)) == expected


def test_merged_hints_put_none_last() -> None:
    assert merged_hints("str | None", "int | str", "Unset") == "str | int | Unset | None"
    assert merged_hints("str", "object") == "object"


@pytest.mark.parametrize(
    ("protocol", "message"),
    [
        (alter(TINY, replace(DRAW, fields=(ir.Field("a", "a", "Missing"),))), "unknown names in type hints: Missing"),
        (alter(TINY, replace(DRAW, fields=(ir.Field("a", "a", "list["),))), "invalid type hint 'list\\['"),
        (alter(TINY, replace(DRAW, fields=(ir.Field("no-name", "a", "str"),))), "invalid Python name 'no-name'"),
        (
            alter(TINY, replace(DRAW, fields=(ir.Field("self", "self", "str"), ir.Field("self_", "b", "str")))),
            "page/draw: duplicate Python names of params: self_",
        ),
        (replace(TINY, methods=(method("a", "Missing"),)), "a: unknown type Missing"),
        (replace(TINY, server_requests=(replace(method("a", None), response="No"),)), "a: unknown type No"),
        (replace(TINY, notifications=(ir.Notification("a", "a", "Missing"),)), "a: unknown type Missing"),
    ],
)
def test_render_calls_rejects_invalid_protocols(protocol: ir.Protocol, message: str) -> None:
    with pytest.raises(CodegenError, match=message):
        render_calls(protocol)


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"omit": ["lineWidth", "colours"]}, "page/draw has no field colours"),
        ({"omit": ["line_width"]}, "page/draw has no field line_width"),
        ({"method": "page/none"}, "page/none is not a client method with params"),
        ({"method": "reset"}, "reset is not a client method with params"),
        ({"omit": "points"}, "invalid option set"),
        ({"more": 1}, "invalid option set"),
        ({"doc": None}, "invalid option set"),
        ({"doc": " "}, "invalid option set"),
    ],
)
def test_invalid_options_are_rejected(entry: dict[str, Any], message: str) -> None:
    with pytest.raises(CodegenError, match=message) as caught:
        render_calls(TINY, {"DrawOptions": {**TINY_OPTIONS["DrawOptions"], **entry}})
    assert caught.value.pointer == "schema/overrides.toml [options.DrawOptions]"
