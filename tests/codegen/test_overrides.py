"""Test reading and applying overrides, with the complete errors."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest

from codegen.harness import failure
from codegen.tiny import NUMBER, TEXT, obj, ref
from codex_codegen.schema.overrides import Overrides, apply_overrides, check_names_used, read_overrides
from codex_codegen.schema.strictness import Strictness

if TYPE_CHECKING:
    from pathlib import Path

Schema = dict[str, Any]
Entry = tuple[str, Schema]

KINDS = (
    "\n  remedy: use `reviewed_version`, [[name]] {pointer, expect, name}, [[values]] {pointer, expect, values}, "
    "[[field]] {pointer, expect, name}, [[member]] {pointer, expect, value, name}, [responses] and [options.NAME]"
)
STALE = "\n  remedy: compare the schema at this pointer, then correct or remove the override in schema/overrides.toml"


def schema() -> Schema:
    return {
        "definitions": {
            "A/b": {"type": "string", "description": "Text.", "title": "A", "$schema": "x"},
            "~": obj("a", a=TEXT, b=NUMBER),
            "Union": {"oneOf": [obj("k", k=TEXT), obj("m", m=TEXT), ref("A"), True]},
            "Enum": {"type": "string", "enum": ["a-b"]},
        }
    }


def name(pointer: str, expect: Any, given: Any = "Given") -> Entry:
    return "name", {"pointer": pointer, "expect": expect, "name": given}


def values(pointer: str, expect: Any, given: Any) -> Entry:
    return "values", {"pointer": pointer, "expect": expect, "values": given}


def applied(*entries: Entry, strict: bool = True) -> tuple[Schema, list[str]]:
    """Return the definitions with overrides, and the notes."""
    strictness = Strictness(strict=strict)
    found = apply_overrides(schema(), Overrides("o.toml", entries=entries), strictness)
    return found["definitions"], strictness.notes


def rejected(*entries: Entry) -> str:
    """Return the error of overrides if problems are tolerated."""
    return failure(apply_overrides, schema(), Overrides("o.toml", entries=entries), Strictness(strict=False))


class TestRead:
    def test_missing_file_is_empty(self, tmp_path: Path) -> None:
        path = tmp_path / "o.toml"
        assert read_overrides(path) == Overrides(str(path), None, (), {}, {})
        path.touch()
        assert read_overrides(path) == Overrides(str(path), None, (), {}, {})

    def test_all_tables_are_read(self, tmp_path: Path) -> None:
        path = tmp_path / "o.toml"
        path.write_text(
            'reviewed_version = "1.2.3"\n[responses]\n"a/b" = "Answer"\n[options.Some]\nmethod = "a/b"\n'
            '[[member]]\npointer = "/m"\nvalue = "v"\nname = "n"\n[[field]]\npointer = "/f"\nname = "g"\n'
            '[[values]]\npointer = "/v"\n[[name]]\npointer = "/n"\nname = "N"\n[[name]]\npointer = "/o"\nname = "O"\n',
            encoding="utf-8",
        )
        found = read_overrides(path)
        assert found == Overrides(
            str(path),
            "1.2.3",
            (
                ("name", {"pointer": "/n", "name": "N"}),
                ("name", {"pointer": "/o", "name": "O"}),
                ("values", {"pointer": "/v"}),
                ("field", {"pointer": "/f", "name": "g"}),
                ("member", {"pointer": "/m", "value": "v", "name": "n"}),
            ),
            {"a/b": "Answer"},
            {"Some": {"method": "a/b"}},
        )
        assert found.python_names() == {"/f": "g", "/m#v": "n"}

    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            ("names = 1\nmore = 2", "unknown tables: more, names"),
            ("reviewed_version = 1", "reviewed_version: expected a string"),
            ("responses = 1", "[responses]: expected names"),
            ("responses.a = 1", "[responses]: expected names"),
            ("options = 1", "[options.NAME]: expected tables"),
            ("options.A = 1", "[options.NAME]: expected tables"),
        ],
    )
    def test_invalid_table_is_an_error(self, text: str, problem: str, tmp_path: Path) -> None:
        (tmp_path / "o.toml").write_text(text, encoding="utf-8")
        assert failure(read_overrides, tmp_path / "o.toml") == f"{tmp_path / 'o.toml'}: {problem}{KINDS}"

    def test_invalid_toml_is_an_error(self, tmp_path: Path) -> None:
        (tmp_path / "o.toml").write_text("[name", encoding="utf-8")
        assert failure(read_overrides, tmp_path / "o.toml").startswith(f"{tmp_path / 'o.toml'}: invalid TOML: ")


class TestApply:
    def test_overrides_change_a_copy_of_the_schema(self) -> None:
        before = schema()
        kept = copy.deepcopy(before)
        entries = (
            name("/definitions/Union/oneOf/0", {"required": ["k"]}, "First"),
            name("/definitions/~0", {"properties": {"b": {"type": "integer"}}}, "Tilde"),
            values("/definitions/A~1b", {"type": "string"}, ["x", "y"]),
            ("field", {"pointer": "/definitions/~0/properties/a", "expect": TEXT, "name": "b"}),
            ("member", {"pointer": "/definitions/Enum", "expect": TEXT, "value": "a-b", "name": "c"}),
        )
        found = apply_overrides(before, Overrides("o.toml", entries=entries))
        assert before == kept
        definitions = kept["definitions"]
        definitions["Union"]["oneOf"][0]["x-name"] = "First"
        definitions["~"]["x-name"] = "Tilde"
        definitions["A/b"].update({"enum": ["x", "y"], "x-docs": {}})
        assert found == kept

    def test_without_overrides_the_schema_is_copied(self) -> None:
        before = schema()
        found = apply_overrides(before, Overrides("none"))
        assert (found == before, found is before) == (True, False)

    @pytest.mark.parametrize(
        ("pointer", "expect", "problem"),
        [
            (
                "/definitions/A~1b",
                {},
                "the override expects {}, the schema has {'type': 'string', 'title': 'A', '$schema': 'x'}",
            ),
            ("/definitions/Enum", [], "the override expects [], the schema has {'type': 'string', 'enum': ['a-b']}"),
            (
                "/definitions/Enum",
                {"enum": ["a"]},
                "the override expects {'enum': ['a']}, the schema has {'type': 'string', 'enum': ['a-b']}",
            ),
            (
                "/definitions/Enum",
                {"type": {"a": 1}},
                "the override expects {'type': {'a': 1}}, the schema has {'type': 'string', 'enum': ['a-b']}",
            ),
            (
                "/definitions/Enum",
                {"const": None},
                "the override expects {'const': None}, the schema has {'type': 'string', 'enum': ['a-b']}",
            ),
            *(
                (pointer, {"type": "string"}, "the pointer of the override does not exist")
                for pointer in (
                    "definitions/A~1b",
                    "",
                    "/definitions/B",
                    "/definitions/Enum/type",
                    "/definitions/Enum/enum/0",
                    "/definitions/Enum/enum/1",
                    "/definitions/Union/oneOf/3",
                    "/definitions/Union/oneOf/4",
                    "/definitions/Union/oneOf/-1",
                    "/definitions/Union/oneOf/x/y",
                )
            ),
        ],
    )
    def test_override_that_does_not_match_is_an_error_or_ignored(self, pointer: str, expect: Any, problem: str) -> None:
        assert failure(applied, name(pointer, expect)) == f"{pointer}: {problem}{STALE}"
        assert applied(name(pointer, expect), strict=False) == (
            schema()["definitions"],
            [f"{pointer}: {problem}; the override is ignored"],
        )

    def test_long_schema_is_cut_in_an_error(self) -> None:
        for size, shown in ((300, f"{{'const': '{'c' * 287}'}}"), (301, f"{{'const': '{'c' * 288}'...")):
            long = {"description": "Not shown.", "const": "c" * (size - len("{'const': ''}"))}
            entries = (name("/definitions/A", {"type": "string"}),)
            text = failure(apply_overrides, {"definitions": {"A": long}}, Overrides("o.toml", entries=entries))
            assert text == f"/definitions/A: the override expects {{'type': 'string'}}, the schema has {shown}{STALE}"

    def test_override_of_a_moved_branch_is_an_error_or_follows_it(self) -> None:
        entry = name("/definitions/Union/oneOf/0", {"required": ["m"]})
        problem = "the override expects {'required': ['m']}, the schema has " + repr(obj("k", k=TEXT))
        assert failure(applied, entry) == f"{entry[1]['pointer']}: {problem}{STALE}"
        moved = schema()["definitions"]
        moved["Union"]["oneOf"][1]["x-name"] = "Given"
        note = f"/definitions/Union/oneOf/0: {problem}; it is applied to /definitions/Union/oneOf/1"
        assert applied(entry, strict=False) == (moved, [note])

    @pytest.mark.parametrize("expect", [{"type": "object"}, {"type": "string"}])
    def test_override_of_several_or_no_branches_is_ignored(self, expect: Schema) -> None:
        definitions, notes = applied(name("/definitions/Union/oneOf/9", expect), strict=False)
        assert definitions == schema()["definitions"]
        assert notes == [
            "/definitions/Union/oneOf/9: the pointer of the override does not exist; the override is ignored"
        ]

    @pytest.mark.parametrize(
        ("pointer", "expect", "said"),
        [
            ("/definitions/Enum", {"type": "string"}, ["enum", "type"]),
            ("/definitions/~0", {"type": "object"}, ["properties", "required", "type"]),
        ],
    )
    def test_values_require_a_plain_string(self, pointer: str, expect: Schema, said: list[str]) -> None:
        problem = f"[[values]] requires a plain string whose keywords {said} are all in `expect`"
        assert failure(applied, values(pointer, expect, ["x"])) == f"{pointer}: {problem}{STALE}"
        assert applied(values(pointer, expect, ["x"]), strict=False) == (
            schema()["definitions"],
            [f"{pointer}: {problem}; the override is ignored"],
        )

    @pytest.mark.parametrize("given", [None, "x", [], ["x", 5]])
    def test_values_are_strings(self, given: Any) -> None:
        assert rejected(values("/definitions/A~1b", TEXT, given)) == (
            "/definitions/A~1b: values: expected a list of strings"
        )

    @pytest.mark.parametrize("given", ["lower", "1A", "Any"])
    def test_invalid_class_name_is_an_error(self, given: str) -> None:
        assert rejected(name("/definitions/~0", {"type": "object"}, given)) == (
            f"/definitions/~0: invalid class name: {given!r}"
        )

    @pytest.mark.parametrize("given", [None, "", "a-b", "_a", "class"])
    def test_invalid_attribute_name_is_an_error(self, given: Any) -> None:
        at = {"pointer": "/definitions/A~1b", "expect": TEXT, "name": given}
        for entry in (("field", at), ("member", {**at, "value": "v"})):
            assert rejected(entry) == f"/definitions/A~1b: invalid attribute name: {given!r}"

    @pytest.mark.parametrize(
        ("kind", "entry"),
        [
            ("name", {}),
            ("name", 5),
            ("name", {"pointer": "/a", "expect": {}, "name": "A", "more": 1}),
            ("values", {"pointer": "/a", "expect": {}, "name": "A"}),
            ("field", {"pointer": 5, "expect": {}, "name": "A"}),
            ("member", {"pointer": "/a", "expect": {}, "name": "A"}),
        ],
    )
    def test_invalid_entry_is_an_error(self, kind: str, entry: Any) -> None:
        assert rejected((kind, entry)) == f"o.toml: invalid [[{kind}]] entry: {entry!r}{KINDS}"

    def test_duplicate_override_is_an_error(self) -> None:
        entry = name("/definitions/~0", {"type": "object"})
        assert rejected(entry, entry) == "o.toml: duplicate [[name]] override for /definitions/~0"
        member = {"pointer": "/definitions/Enum", "expect": TEXT, "value": "a", "name": "c"}
        field = {"pointer": "/definitions/Enum", "expect": TEXT, "name": "c"}
        entries = (("member", member), ("member", {**member, "value": "b"}), ("field", field))
        assert applied(*entries) == (schema()["definitions"], [])


def test_names_of_overrides_must_be_used() -> None:
    entries = (
        name("/a", {}, "Used"),
        name("/b", {}, "Unused"),
        name("/c", {}, "Defined"),
        ("field", {"pointer": "/d", "expect": {}, "name": "field"}),
    )
    named, definitions = {"Used", "Defined"}, {"Defined"}
    overrides = Overrides("o.toml", entries=entries)
    assert failure(check_names_used, overrides, named, definitions) == f"/b: unused name: Unused{STALE}"
    strictness = Strictness(strict=False)
    check_names_used(overrides, named, definitions, strictness)
    assert strictness.notes == [
        "/b: unused name: Unused; the override is ignored",
        "/c: unused name: Defined; the override is ignored",
    ]
