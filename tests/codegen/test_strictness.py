"""Test schemas that need a review: problems are tolerated or rejected."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import TypeAdapter

from codegen.harness import SCHEMA, install, small_bundle
from codegen.tiny import NUMBER, TEXT, message, obj, ref, tiny_schema
from codex_codegen.errors import CodegenError
from codex_codegen.model import ir
from codex_codegen.model.response_matching import match_responses
from codex_codegen.pipeline import read_protocol, render_bundle
from codex_codegen.render.write import formatted
from codex_codegen.schema.history import History
from codex_codegen.schema.overrides import OVERRIDES_FILE, Overrides, read_overrides
from codex_codegen.schema.strictness import Strictness

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

REAL: dict[str, Any] = json.loads((SCHEMA / "bundle.json").read_bytes())


def generated(schema: dict[str, Any], folder: Path) -> tuple[ModuleType, list[str]]:
    """Generate the whole package with tolerated problems, and return it with the notes."""
    notes: list[str] = []
    overrides = read_overrides(SCHEMA / OVERRIDES_FILE)
    sources = render_bundle(small_bundle(schema), overrides, History(), notes.append)
    return install(formatted(sources), folder), notes


def tolerated(schema: dict[str, Any], overrides: Overrides | None = None) -> tuple[ir.Protocol, list[str]]:
    """Read a schema with tolerated problems; return the protocol and the notes."""
    strictness = Strictness(strict=False)
    protocol = read_protocol(small_bundle(schema), overrides or Overrides("none"), strictness)
    return protocol, strictness.notes


def fields_of(protocol: ir.Protocol, name: str) -> tuple[ir.Field, ...]:
    found = protocol.definitions[name]
    assert isinstance(found, ir.Model)
    return found.fields


def refused(schema: dict[str, Any]) -> CodegenError:
    with pytest.raises(CodegenError) as caught:
        read_protocol(small_bundle(schema), Overrides("none"))
    return caught.value


class TestFuture:
    def future(self) -> dict[str, Any]:
        schema = copy.deepcopy(REAL)
        root, v2 = schema["definitions"], schema["definitions"]["v2"]
        v2["ThreadItem"]["oneOf"].append(
            {
                "title": "HologramThreadItem",
                **obj("id type depth", id=TEXT, type={"type": "string", "enum": ["hologram"]}, depth=NUMBER),
            }
        )
        v2["TurnStatus"]["enum"].append("hibernating")
        v2["Star"] = {
            "oneOf": [
                obj("class", **{"class": {"type": "string", "enum": ["dwarf/white", "dwarf-white"]}}),
                {"type": "string", "enum": ["black", "hole"]},
                obj("pulsar", pulsar=obj("period", period={"type": "number"})),
            ]
        }
        v2["Beam"] = {
            "oneOf": [
                obj("kind", kind={"type": "string", "enum": ["laser/red"]}),
                obj("kind", kind={"type": "string", "enum": ["laser-red"]}),
            ]
        }
        v2["GalaxyListParams"] = obj("", star=ref("Star"), beam=ref("Beam"))
        v2["GetGalaxiesResponse"] = obj("names", names={"type": "array", "items": TEXT})
        v2["GalaxyMergedNotification"] = obj("name at", name=TEXT, at={"type": ["integer", "null"]})
        root["GalaxyAskParams"] = obj("question", question=TEXT)
        root["GalaxyAskResponse"] = obj("answer", answer=TEXT)
        root["ClientRequest"]["oneOf"].append(message("galaxy/list", ref("GalaxyListParams")))
        root["ServerNotification"]["oneOf"].append(message("galaxy/merged", ref("GalaxyMergedNotification")))
        root["ServerRequest"]["oneOf"].append(message("galaxy/ask", {"$ref": "#/definitions/GalaxyAskParams"}))
        v2["TurnStartParams"]["properties"]["warpFactor"] = {"type": "number", "default": 9.5}
        v2["TurnStartParams"]["properties"]["warp_factor"] = {"type": "number"}
        return schema

    def test_future_schema_generates_and_imports(self, tmp_path: Path) -> None:
        package, notes = generated(self.future(), tmp_path)
        item = TypeAdapter(package.ThreadItem).validate_python({"type": "hologram", "id": "1", "depth": 3})
        assert type(item) is package.HologramThreadItem
        assert item.depth == 3
        assert package.TurnStatus("hibernating").is_known
        star = TypeAdapter(package.Star)
        assert star.validate_python({"pulsar": {"period": 1.5}}).pulsar.period == 1.5
        assert star.validate_python("hole") == "hole"
        beam = TypeAdapter(package.Beam)
        assert type(beam.validate_python({"kind": "laser/red"})) is not type(
            beam.validate_python({"kind": "laser-red"})
        )

        registry = __import__(f"{package.__name__}.registry", fromlist=["registry"])
        assert registry.response_type("galaxy/list") is package.GetGalaxiesResponse
        assert registry.payload_type("galaxy/merged") is package.GalaxyMergedNotification
        assert registry.params_type("galaxy/ask") is package.GalaxyAskParams
        mappers = __import__(f"{package.__name__}.mappers.galaxy", fromlist=["galaxy"])
        assert mappers.galaxy_list(beam={"kind": "laser-red"}) == {"beam": {"kind": "laser-red"}}
        turn = __import__(f"{package.__name__}.mappers.turn", fromlist=["turn"])
        wire = turn.turn_start(thread_id="t", input=[], warp_factor=1, warp_low_factor=2)
        assert wire == {"threadId": "t", "input": [], "warpFactor": 1, "warp_factor": 2}

        assert [line for line in notes if "galaxy/list" in line and "GetGalaxiesResponse has the same words" in line]
        assert [line for line in notes if "'warpFactor' and 'warp_factor' have the same name" in line]
        assert [line for line in notes if "the name LaserRedBeam is already used" in line]

    @pytest.mark.extended
    def test_renamed_titles_change_only_names(self, tmp_path: Path) -> None:
        schema = copy.deepcopy(REAL)
        for index, branch in enumerate(schema["definitions"]["v2"]["ThreadItem"]["oneOf"]):
            branch["title"] = "Item" if index % 2 else f"Renamed{chr(65 + index)}ThreadItem"
        package, _ = generated(schema, tmp_path)
        raw = {"type": "agentMessage", "id": "i", "text": "hi"}
        item = TypeAdapter(package.ThreadItem).validate_python(raw)
        assert item.model_dump(by_alias=True, exclude_unset=True) == raw
        assert type(item).__name__ == "AgentMessageThreadItem"

    def test_locked_schema_is_reviewed(self) -> None:
        overrides = read_overrides(SCHEMA / OVERRIDES_FILE)
        assert f'version = "{overrides.reviewed_version}"' in (SCHEMA / "lock.toml").read_text(encoding="utf-8")


class TestUnsupported:
    def test_supported_schema_has_no_notes(self) -> None:
        assert tolerated(tiny_schema())[1] == []

    def odd(self, definition: Any, name: str = "Odd") -> dict[str, Any]:
        schema = tiny_schema()
        schema["definitions"]["v2"][name] = definition
        return schema

    def test_unknown_keyword_is_treated_as_constraint(self, tmp_path: Path) -> None:
        schema = self.odd(obj("a", a={"type": "string", "contentEncoding": "base64"}, b={"not": TEXT}))
        error = refused(schema)
        assert error.pointer == "/definitions/v2/Odd/properties/a"
        protocol, notes = tolerated(schema)
        assert [field.hint for field in fields_of(protocol, "Odd")] == ["str", "Any"]
        assert len(notes) == 2

    def test_all_of_several_references_accepts_any_value(self) -> None:
        schema = self.odd(obj("a", a={"description": "Doc.", "allOf": [ref("Color"), ref("Shape")]}))
        assert "allOf" in refused(schema).problem
        (field,) = fields_of(tolerated(schema)[0], "Odd")
        assert (field.hint, field.doc, field.required) == ("Any", "Doc.", True)

    def test_enum_of_numbers_accepts_their_type(self) -> None:
        schema = self.odd(obj("a b", a={"type": "integer", "enum": [1, 2]}, b={"enum": [True, "x"]}))
        refused(schema)
        assert [field.hint for field in fields_of(tolerated(schema)[0], "Odd")] == ["int", "Any"]

    def test_invalid_definition_name_is_converted(self, tmp_path: Path) -> None:
        schema = self.odd(obj("a", a={"$ref": "#/definitions/v2/foo.Bar~1Baz"}))
        schema["definitions"]["v2"]["foo.Bar/Baz"] = obj("b", b=TEXT)
        assert refused(schema).pointer == "/definitions/v2/foo.Bar~1Baz"
        package, _ = generated(schema, tmp_path)
        assert package.Odd.model_validate({"a": {"b": "c"}}).a == package.FooBarBaz(b="c")
        # It is still stable.
        assert "Experimental" not in (package.FooBarBaz.__doc__ or "")

    def test_duplicate_definition_is_renamed(self, tmp_path: Path) -> None:
        schema = self.odd(obj("a", a=ref("Color")))
        schema["definitions"]["Color"] = obj("hue", hue=NUMBER)
        schema["definitions"]["InkAskParams"]["properties"]["color"] = {"$ref": "#/definitions/Color"}
        assert 'name = "ANewName"' in str(refused(schema))
        package, notes = generated(schema, tmp_path)
        assert package.InkAskParams.model_validate({"amount": 1, "color": {"hue": 2}}).color.hue == 2
        assert package.Odd(a="red").a is package.Color.red
        assert [line for line in notes if "it is named LegacyColor" in line]

    def test_override_renames_a_definition(self) -> None:
        schema = self.odd(obj("a", a=TEXT), "WireModel")
        schema["definitions"]["v2"]["DrawShapeParams"]["properties"]["model"] = ref("WireModel")
        with pytest.raises(CodegenError, match="invalid class name"):
            tolerated(schema)
        entry = {"pointer": "/definitions/v2/WireModel", "expect": {"type": "object"}, "name": "ModelOnTheWire"}
        protocol = read_protocol(small_bundle(schema), Overrides("none", entries=(("name", entry),)))
        assert "WireModel" not in protocol.definitions
        assert "ModelOnTheWire" in {name for field in fields_of(protocol, "DrawShapeParams") for name in field.refs}

    def test_duplicate_property_names_are_spelled_out(self) -> None:
        schema = self.odd(obj("a-b", **{"a-b": TEXT, "aB": TEXT, "a_b": TEXT, "!": TEXT}))
        assert "[[field]]" in str(refused(schema))
        fields = fields_of(tolerated(schema)[0], "Odd")
        assert {field.wire: field.name for field in fields} == {
            "a-b": "a_b",
            "aB": "a_b_",
            "a_b": "a_low_b",
            "!": "exclamation",
        }

    def test_overrides_name_properties_and_values(self) -> None:
        schema = self.odd(obj("", aB=TEXT, a_b={"type": "string", "enum": ["x-y", "x_y"]}))
        at = "/definitions/v2/Odd/properties/a_b"
        entries = (
            ("field", {"pointer": at, "expect": {"type": "string"}, "name": "other"}),
            ("member", {"pointer": at, "expect": {"type": "string"}, "value": "x_y", "name": "low"}),
        )
        protocol = read_protocol(small_bundle(schema), Overrides("none", entries=entries))
        assert [field.name for field in fields_of(protocol, "Odd")] == ["a_b", "other"]
        enum = protocol.definitions["OddAB"]
        assert isinstance(enum, ir.Enum)
        assert [member.name for member in enum.members] == ["x_y", "low"]

    def test_unsupported_default_is_ignored(self) -> None:
        schema = self.odd(obj("", a={**obj("x", x=NUMBER), "default": {"x": 1}}))
        assert "unsupported default" in refused(schema).problem
        (field,) = fields_of(tolerated(schema)[0], "Odd")
        assert field.default is None

    def test_unnamed_branches_get_derived_names(self) -> None:
        schema = self.odd({"anyOf": [obj("a b", a=TEXT, b=TEXT), obj("b a c", a=TEXT, b=TEXT, c=TEXT)]})
        assert "[[name]]" in str(refused(schema))
        assert {"ABOfOdd", "COdd"} <= set(tolerated(schema)[0].definitions)

    def test_taken_inline_name_is_changed(self) -> None:
        schema = self.odd(obj("", color=obj("", hue=NUMBER)))
        schema["definitions"]["v2"]["OddColor"] = TEXT
        refused(schema)
        assert "InlineOddColor" in tolerated(schema)[0].definitions

    def test_conflicting_branch_properties_accept_any_value(self) -> None:
        schema = self.odd({"properties": {"a": TEXT}, "oneOf": [obj("a k", a=NUMBER, k=TEXT), obj("m", m=TEXT)]})
        assert refused(schema).pointer == "/definitions/v2/Odd/oneOf/0/properties/a"
        protocol, _ = tolerated(schema)
        assert {field.hint for field in fields_of(protocol, "MOdd") if field.wire == "a"} == {"Any"}

    def test_mismatched_override_is_ignored_and_moved_override_is_followed(self) -> None:
        schema = tiny_schema()
        expect = {"properties": {"type": {"enum": ["square"]}}}
        entries = (
            ("name", {"pointer": "/definitions/v2/Shape/oneOf/0", "expect": expect, "name": "Box"}),
            ("name", {"pointer": "/definitions/v2/Gone/oneOf/0", "expect": expect, "name": "Lid"}),
            ("values", {"pointer": "/definitions/v2/Color", "expect": {"type": "string"}, "values": ["blue"]}),
        )
        overrides = Overrides("none", entries=entries)
        with pytest.raises(CodegenError, match="the override expects"):
            read_protocol(small_bundle(schema), overrides)
        protocol, notes = tolerated(schema, overrides)
        assert "Box" in protocol.definitions
        color = protocol.definitions["Color"]
        assert isinstance(color, ir.Enum)
        assert [member.value for member in color.members] == ["red", "green"]
        assert any(line.endswith("it is applied to /definitions/v2/Shape/oneOf/1") for line in notes)
        assert [line for line in notes if line.startswith("/definitions/v2/Gone")]

    def test_unused_response_is_tolerated(self) -> None:
        schema = self.odd(obj("", a=TEXT), "ForgottenResponse")
        assert refused(schema).pointer == "#/definitions/ForgottenResponse"
        assert tolerated(schema)[1] == [
            "#/definitions/ForgottenResponse: unused response: ForgottenResponse; it is generated as a plain type"
        ]


@pytest.mark.parametrize(
    ("methods", "responses", "expected"),
    [
        (["account/rateLimits/read"], ["GetAccountRateLimitsResponse"], {"account/rateLimits/read": 0}),
        (["accountSession/list"], ["AccountSessionsResponse"], {"accountSession/list": 0}),
        (["account/gatewayOAuth/login"], ["GatewayOAuthLoginResponse"], {"account/gatewayOAuth/login": 0}),
        (["account/usage/read"], ["GetAccountTokenUsageResponse"], {"account/usage/read": 0}),
        (["config/mcpServer/reload"], ["McpServerRefreshResponse"], {}),
        (["a/x/read", "a/x/list"], ["GetAXResponse"], {}),
        (["a/x/read"], ["GetAXResponse", "AXListResponse"], {}),
        (["a/read"], ["BackResponse", "GetBAResponse"], {}),
    ],
)
def test_match_responses(methods: list[str], responses: list[str], expected: dict[str, int]) -> None:
    assert match_responses(methods, responses) == {method: responses[at] for method, at in expected.items()}
