"""Test the unformatted sources of small protocols, and the complete errors of the templates' views."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import Any

import jinja2
import pytest

from codegen.harness import failure
from codegen.test_calls_render import CIRCLE, DRAW, TINY, TINY_OPTIONS, alter, method
from codex_codegen.model import ir
from codex_codegen.render.availability import render_availability
from codex_codegen.render.calls import render_calls
from codex_codegen.render.environment import new_environment
from codex_codegen.render.method_views import build_calls, domain_of, fields_of
from codex_codegen.render.option_sets import OptionKey, OptionSet, build_options
from codex_codegen.render.safe_methods import render_safe_methods
from codex_codegen.render.types import render_types
from codex_codegen.schema.history import Entry, History, Span
from codex_codegen.schema.strictness import Strictness

OPTIONS_AT = "schema/overrides.toml [options.DrawOptions]"


def assigned(source: str, name: str) -> Any:
    """Return the literal that a module assigns to a name, at any level."""
    for node in ast.walk(ast.parse(source)):
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(target, ast.Name) and target.id == name:
            assert node.value is not None
            value = node.value.args[0] if isinstance(node.value, ast.Call) else node.value
            return ast.literal_eval(value)
    raise AssertionError(f"{name} is not assigned")


class TestEnvironment:
    @pytest.mark.parametrize(
        ("template", "text"),
        [
            ("{{ value }}\n", "<&>\n"),
            ("a\n  {% if value %}\n  b\n  {% endif %}\nc\n", "a\n  b\nc\n"),
            ("{{ value | literal }} {{ value | docstring(4) }}", '"<&>" """<&>"""'),
            ("{{ 'a\\ud800\\nb\\udfff' | docstring(4) }}", '"""a\ufffd\n    b\ufffd\n    """'),
        ],
        ids=["value", "block", "filters", "surrogate"],
    )
    def test_templates_render_python_source(self, template: str, text: str) -> None:
        assert new_environment().from_string(template).render(value="<&>") == text

    def test_undefined_value_is_an_error(self) -> None:
        with pytest.raises(jinja2.UndefinedError):
            new_environment().from_string("{{ missing }}").render()

    def test_lines_of_names_are_limited(self) -> None:
        lines = new_environment().filters["lines"]
        assert lines([]) == []
        names = ["a" * 44, "b" * 45, "c-" * 60, "d"]
        assert lines(names) == [f"{names[0]} {names[1]} ", f"{names[2]} ", "d "]
        assert lines(["a" * 45, "b" * 45]) == [f"{'a' * 45} ", f"{'b' * 45} "]


class TestTypes:
    def test_package_exports_the_support_modules_and_the_definitions(self) -> None:
        kinds = (
            ir.Model("Thing", ()),
            ir.Union("Choice", "tag", (ir.Branch("Thing", ("Thing",), "a"),), "type", "UnknownChoice"),
        )
        modules = {"Thing": "things", "Choice": "choices"}
        source = render_types(ir.Protocol("1.2.3", {item.name: item for item in kinds}, modules))["__init__.py"]
        names = {
            "_enums": ["OpenEnum"],
            "_models": ["BestMatchUnion", "OpenUnion", "UnknownVariant", "WireModel"],
            "_wire": ["UNSET", "CodexError", "UnexpectedKeywordError", "Unset", "WireValueError", "to_wire"],
            "choices": ["Choice", "UnknownChoice"],
            "things": ["Thing"],
        }
        found = assigned(source, "_NAMES")
        assert {module: text.split() for module, text in found.items()} == names
        assert assigned(source, "__all__") == sorted(name for group in names.values() for name in group)
        imports = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom) and node.level]
        assert {str(node.module): [alias.name for alias in node.names] for node in imports} == names
        assert "runtime 1.2.3." in source

    def test_version_module_has_the_version_and_hash(self) -> None:
        files = render_types(ir.Protocol("1.2.3", {}, schema_sha256="ab"))
        assert sorted(files) == ["__init__.py", "_version.py"]
        assert assigned(files["_version.py"], "RUNTIME_VERSION") == "1.2.3"
        assert assigned(files["_version.py"], "SCHEMA_SHA256") == "ab"
        unknown = render_types(ir.Protocol("1.2.3", {}))["_version.py"]
        assert assigned(unknown, "SCHEMA_SHA256") == ""
        assert all(text.endswith("\n") and not text.endswith("\n\n") for text in (*files.values(), unknown))

    @pytest.mark.parametrize(
        ("definitions", "text"),
        [
            ((ir.Model("WireModel", ()),), "duplicate name WireModel in _models and things"),
            (
                (
                    ir.Model("UnknownU", ()),
                    ir.Union("U", "tag", (ir.Branch("UnknownU", ("UnknownU",), "a"),), "type", "UnknownU"),
                ),
                "duplicate name UnknownU in others and things",
            ),
        ],
    )
    def test_two_definitions_of_one_name_are_an_error(self, definitions: tuple[ir.Definition, ...], text: str) -> None:
        modules = {item.name: "things" if isinstance(item, ir.Model) else "others" for item in definitions}
        protocol = ir.Protocol("1", {item.name: item for item in definitions}, modules)
        assert failure(render_types, protocol) == text


class TestAvailability:
    def test_methods_and_fields_that_every_runtime_has_are_left_out(self) -> None:
        history = History(
            ["1", "2", "3"],
            {
                "methods": {
                    "all": Entry(Span("1", "3"), {"old": Span("1", "3"), "new": Span("2", "3")}),
                    "gone": Entry(Span("1", "2"), {"same": Span("1", "2"), "other": Span("2", "2")}),
                    "added": Entry(Span("3", "3")),
                },
                "notifications": {"note": Entry(Span("3", "3"))},
            },
        )
        source = render_availability(history)
        assert assigned(source, "VERSIONS") == ("1", "2", "3")
        assert assigned(source, "METHODS") == {"added": (2, 2), "gone": (0, 1)}
        assert assigned(source, "FIELDS") == {"all": {"new": (1, 2)}, "gone": {"other": (1, 1)}}

    def test_empty_history_has_no_versions(self) -> None:
        source = render_availability(History())
        assert [assigned(source, name) for name in ("VERSIONS", "METHODS", "FIELDS")] == [(), {}, {}]


def test_safe_methods_end_in_a_verb_without_side_effects() -> None:
    verbs = (
        "diagnostics get getMetadata info installed list listVoices read readDirectory readFile readHistories "
        "readiness search searchOccurrences status"
    )
    safe = verbs.split()
    others = ["start", "readline", "List", "set", "listen", "list/all"]
    methods = tuple(method(f"a/{verb}", None) for verb in (*safe, *others))
    source = render_safe_methods(replace(TINY, methods=(*methods, method("read", None))))
    tree = ast.parse(source)
    (found,) = (node for node in ast.walk(tree) if isinstance(node, ast.Set))
    assert ast.literal_eval(found) == {"read", *(f"a/{verb}" for verb in safe)}


class TestMappers:
    @pytest.mark.parametrize(
        ("fields", "names"),
        [
            ((), "keywords, unexpected_keyword"),
            ((ir.Field("a", "a", "str", required=True),), "keywords, to_wire, unexpected_keyword"),
            ((ir.Field("a", "a", "str"),), "UNSET, keywords, to_wire, unexpected_keyword"),
        ],
    )
    def test_only_used_functions_are_imported(self, fields: tuple[ir.Field, ...], names: str) -> None:
        protocol = replace(alter(TINY, replace(DRAW, fields=fields)), methods=(TINY.methods[0],))
        lines = render_calls(protocol)["mappers/page.py"].splitlines()
        assert [line for line in lines if line.startswith("from .._wire")] == [f"from .._wire import {names}"]

    @pytest.mark.parametrize(
        ("method_name", "module"),
        [
            ("mcpServer/oauth/login", "mcp_server"),
            ("ping", "ping"),
            ("class/a", "class_"),
            ("annotations/a", "annotations_"),
        ],
    )
    def test_module_of_a_method(self, method_name: str, module: str) -> None:
        assert domain_of(method_name) == module

    def test_keywords_do_not_hide_names_of_the_generated_functions(self) -> None:
        names = "UNSET keywords mappers response self to_wire unexpected_keyword unknown wire"
        used = names.split()
        fields = tuple(ir.Field(name, name, "str") for name in (*used, "free", "keyword"))
        (call, *_) = build_calls(alter(TINY, replace(DRAW, fields=fields)))
        assert [item.name for item in call.parameters] == [*(f"{name}_" for name in used), "free", "keyword"]
        assert [item.wire for item in call.parameters] == [*used, "free", "keyword"]

    def test_views_of_the_methods(self) -> None:
        draw, shape, ping, reset = build_calls(TINY)
        assert [(call.method, call.name, call.domain, call.response) for call in (draw, shape, ping, reset)] == [
            ("page/draw", "page_draw", "page", "Answer"),
            ("page/shape", "page_shape", "page", "Answer"),
            ("ping", "ping", "ping", "Answer"),
            ("reset", "reset", "reset", "Answer"),
        ]
        assert [call.result for call in (draw, ping, reset)] == [
            "dict[str, JsonValue]",
            "dict[str, JsonValue] | None",
            "None",
        ]
        assert [(item.name, item.annotation, item.doc) for item in draw.parameters] == [
            ("points", "Sequence[Point | Mapping[str, object]]", ""),
            ("out_path", "str | os.PathLike[str]", "Where to write. Sent as `path`."),
            ("colour", "Colour | str | Unset | None", "Of the pen."),
            ("line_width", "int | Unset", "Experimental. Default: `1`."),
            ("self_", "object", ""),
        ]
        assert draw.rpc_doc == (
            "Draw on the page (`page/draw`).",
            "",
            "It has to exist.",
            "",
            "Args:",
            "    out_path: Where to write. Sent as `path`.",
            "    colour: Of the pen.",
            "    line_width: Experimental. Default: `1`.",
            "",
            "Returns:",
            "    Answer: The drawing.",
        )
        assert ping.mapper_doc == (
            "Return the params of `ping`.",
            "",
            "Returns:",
            "    dict or None: The params; None if no keyword is given.",
        )
        assert reset.mapper_doc == ("Return None: `reset` has no params.",)
        assert shape.rpc_doc[:3] == ("Call `page/shape`.", "", "Experimental.")
        # A keyword of some branches only is optional.
        assert [(item.name, item.hint, item.required) for item in shape.parameters] == [
            ("type", "Literal['circle'] | Literal['square']", True),
            ("radius", "float", False),
            ("side", "float | None", False),
        ]
        assert [[item.name for item in variant] for variant in shape.variants] == [["type", "radius"], ["type", "side"]]
        assert (draw.variants, fields_of(TINY.definitions, "Shape")) == ((), CIRCLE.fields[:1])

    @pytest.mark.parametrize(
        ("doc", "summary"),
        [
            ("", "Call `a`."),
            ("Draw", "Draw (`a`)."),
            ("Draw: or not. Or so.", "Draw (`a`): or not. Or so."),
            ("Draw, e.g. a, i.e. so, etc. and 1. more. End", "Draw, e.g. a, i.e. so, etc. and 1. more (`a`). End"),
        ],
    )
    def test_summary_names_the_wire_method_after_the_first_clause(self, doc: str, summary: str) -> None:
        (call,) = build_calls(replace(TINY, methods=(method("a", None, doc=doc, since="0.9"),)))
        assert call.rpc_doc[:3] == (summary, "", "Since runtime 0.9.")

    @pytest.mark.parametrize(
        ("protocol", "text"),
        [
            (
                alter(TINY, replace(DRAW, fields=(ir.Field("b", "b", "B"), ir.Field("a", "a", "A | None")))),
                "unknown names in type hints: A, B",
            ),
            (
                alter(TINY, replace(DRAW, fields=(ir.Field("a", "a", "list["),))),
                "invalid type hint 'list[': '[' was never closed",
            ),
            *(
                (
                    alter(TINY, replace(DRAW, fields=(ir.Field(name, "a", "str"),))),
                    f"page/draw: invalid Python name {name!r}",
                )
                for name in ("a-b", "_a", "class", "")
            ),
            (
                replace(TINY, methods=(replace(method("a", None), python_name="1"),)),
                "a: invalid Python name '1'",
            ),
            (
                alter(TINY, replace(DRAW, fields=(ir.Field("self", "self", "str"), ir.Field("self_", "b", "str")))),
                "page/draw: duplicate Python names of params: self_",
            ),
            (replace(TINY, methods=(method("a", "Missing"),)), "a: unknown type Missing"),
            (replace(TINY, server_requests=(method("a", "Missing"),)), "a: unknown type Missing"),
            (replace(TINY, server_requests=(replace(method("a", None), response="No"),)), "a: unknown type No"),
            (replace(TINY, notifications=(ir.Notification("a", "a", "Missing"),)), "a: unknown type Missing"),
            (replace(TINY, client_notifications=(ir.Notification("a", "a", "Missing"),)), "a: unknown type Missing"),
        ],
    )
    def test_invalid_protocol_is_an_error(self, protocol: ir.Protocol, text: str) -> None:
        assert failure(render_calls, protocol) == text


class TestOptions:
    ENTRY: dict[str, Any] = TINY_OPTIONS["DrawOptions"]
    COLOUR = OptionKey("colour", "Colour | str | None", ("Of the pen.",))
    WIDTH = OptionKey("line_width", "int | None", ("Experimental. Default: `1`.",))
    PATH = OptionKey("out_path", "str | os.PathLike[str] | None", ("Where to write. Sent as `path`.",))

    def tolerated(self, **entry: Any) -> tuple[tuple[OptionSet, ...], list[str]]:
        strictness = Strictness(strict=False)
        return build_options(TINY, {"DrawOptions": {**self.ENTRY, **entry}}, strictness), strictness.notes

    def test_set_has_the_fields_that_are_not_omitted(self) -> None:
        found = OptionSet("DrawOptions", ("Keywords for drawing.",), (self.COLOUR, self.WIDTH, self.PATH))
        assert build_options(TINY, TINY_OPTIONS, Strictness()) == (found,)
        assert found.names() == {"Colour", "str", "int", "os"}

    @pytest.mark.parametrize(
        ("entry", "problem", "remedy", "fallback", "keys"),
        [
            (
                {"method": "reset"},
                "reset is not a client method with params",
                "correct the method, or remove the table",
                "the set is empty",
                (),
            ),
            (
                {"method": "page/none"},
                "page/none is not a client method with params",
                "correct the method, or remove the table",
                "the set is empty",
                (),
            ),
            (
                {"omit": ["lineWidth", "other", "points", "self", "line_width"]},
                "omit: page/draw has no field other, line_width",
                "correct the names in `omit`, or remove them",
                "the names are ignored",
                (COLOUR, PATH),
            ),
        ],
    )
    def test_unknown_method_or_field_is_an_error_or_ignored(
        self, entry: dict[str, Any], problem: str, remedy: str, fallback: str, keys: tuple[OptionKey, ...]
    ) -> None:
        declared = {"DrawOptions": {**self.ENTRY, **entry}}
        text = failure(build_options, TINY, declared, Strictness())
        assert text == f"{OPTIONS_AT}: {problem}\n  remedy: {remedy}"
        found = (OptionSet("DrawOptions", ("Keywords for drawing.",), keys),)
        assert self.tolerated(**entry) == (found, [f"{OPTIONS_AT}: {problem}; {fallback}"])

    @pytest.mark.parametrize(
        "entry",
        [
            {"more": 1},
            {"method": 5},
            {"doc": None},
            {"doc": " "},
            {"omit": "points"},
            {"omit": ["points", 5]},
        ],
    )
    def test_invalid_set_is_an_error(self, entry: dict[str, Any]) -> None:
        remedy = 'use a class name, `method = "..."`, `omit = ["..."]` (wire names) and `doc = "..."`'
        text = f"{OPTIONS_AT}: invalid option set\n  remedy: {remedy}"
        assert failure(self.tolerated, **entry) == text
        renamed = text.replace("DrawOptions", "draw")
        assert failure(build_options, TINY, {"draw": self.ENTRY}, Strictness(strict=False)) == renamed
