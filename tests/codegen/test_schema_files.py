"""Test the complete errors of invalid files of the schema folder."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest

from codegen.harness import failure
from codegen.tiny import NUMBER, TEXT, message, obj, ref, tiny_schema
from codex_codegen.schema import lockfile
from codex_codegen.schema.bundle import (
    Bundle,
    StableSubset,
    branch_key,
    envelope_branches,
    message_method,
    parse_stable,
    read_json,
    single_value,
)
from codex_codegen.schema.history import History, messages, read_history

if TYPE_CHECKING:
    from pathlib import Path

RESTORE = (
    "\n  remedy: restore it from version control, or update it with `python -m codex_codegen lock --codex-bin PATH`"
)
LOCK = "\n  remedy: update the lock with `python -m codex_codegen lock --codex-bin PATH`"
STABLE = {"methods": ["a"], "notifications": ["b"], "serverRequests": ["c"], "definitions": {"D": ["e"]}}


class TestJson:
    def test_missing_file_is_an_error(self, tmp_path: Path) -> None:
        path = tmp_path / "a.json"
        assert failure(read_json, path) == f"{path}: missing file{RESTORE}"

    @pytest.mark.parametrize(
        ("content", "problem"),
        [
            (b"[1,", "invalid JSON: Expecting value: line 1 column 4 (char 3)"),
            (b"[" * 200_000, "the JSON is nested too deeply"),
        ],
    )
    def test_invalid_file_is_an_error(self, content: bytes, problem: str, tmp_path: Path) -> None:
        path = tmp_path / "a.json"
        path.write_bytes(content)
        assert failure(read_json, path) == f"{path}: {problem}{RESTORE}"

    def test_stable_subset_is_read(self) -> None:
        stable = parse_stable(STABLE, "stable.json")
        assert stable == StableSubset(frozenset("a"), frozenset("b"), frozenset("c"), {"D": frozenset("e")})
        assert (stable.has_definition("D"), stable.has_definition("E")) == (True, False)
        assert (stable.has_field("D", "e"), stable.has_field("D", "f"), stable.has_field("E", "e")) == (
            True,
            False,
            False,
        )

    @pytest.mark.parametrize(
        ("raw", "problem"),
        [
            ({}, "KeyError('methods')"),
            ([], "TypeError('list indices must be integers or slices, not str')"),
            ({**STABLE, "methods": 5}, "TypeError(\"'int' object is not iterable\")"),
            ({**STABLE, "definitions": []}, "AttributeError(\"'list' object has no attribute 'items'\")"),
        ],
    )
    def test_invalid_stable_subset_is_an_error(self, raw: Any, problem: str) -> None:
        assert failure(parse_stable, raw, "stable.json") == f"stable.json: invalid content: {problem}{RESTORE}"


def test_names_of_a_bundle_are_those_of_all_namespaces() -> None:
    schema: dict[str, Any] = {"definitions": {"B": {}, "A": {}, "v2": {"C": {}, "A": {}}}}
    stable = StableSubset(frozenset(), frozenset(), frozenset(), {})
    assert Bundle("1", "", schema, stable).names() == ["A", "B", "C"]
    assert Bundle("1", "", {"definitions": {"B": {}}}, stable).names() == ["B"]


def tag(value: str) -> dict[str, Any]:
    return {"const": value}


@pytest.mark.parametrize(
    ("branch", "key"),
    [
        (obj("b a", b=tag("second"), a=tag("first")), "first"),
        (obj("b", b=tag("second"), a=tag("first")), "second"),
        (obj("a", a=TEXT), "a"),
        (obj("a", a=True), "a"),
        (obj("a", a=TEXT, b=TEXT), None),
        (obj("a b", a=TEXT, b=TEXT), None),
        (obj("", a=tag("first")), None),
        ({}, None),
    ],
)
def test_branch_key_is_the_tag_or_the_only_required_property(branch: dict[str, Any], key: str | None) -> None:
    assert branch_key(branch) == key


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"const": "a"}, "a"),
        ({"const": "a", "enum": ["b"]}, "a"),
        ({"const": 5, "enum": ["b"]}, "b"),
        ({"enum": ["a", "b"]}, None),
        ({"enum": [5]}, None),
        ({"enum": []}, None),
        ({"enum": "a"}, None),
        ({}, None),
    ],
)
def test_single_value_of_a_schema(schema: dict[str, Any], value: str | None) -> None:
    assert single_value(schema) == value


def test_messages_of_a_union_have_a_method() -> None:
    first, second = message("a/b"), message("a/c", ref("A"))
    odd: list[Any] = [True, {}, {"properties": {"method": True}}, {"properties": {"method": TEXT}}]
    schema = {"definitions": {"ClientRequest": {"oneOf": [first, *odd, second]}, "Odd": True, "Empty": {}}}
    assert envelope_branches(schema, "ClientRequest") == [("a/b", first), ("a/c", second)]
    assert [message_method(branch) for branch in odd] == [None] * 4
    assert [envelope_branches(schema, union) for union in ("Odd", "Empty", "Missing")] == [[], [], []]
    assert envelope_branches({}, "ClientRequest") == []


SPAN = {"first": "1", "last": "2"}
VALID: dict[str, Any] = {"versions": ["1"], "methods": {}, "notifications": {}, "serverRequests": {}}


class TestHistory:
    @pytest.mark.parametrize(
        ("raw", "problem"),
        [
            ([], "TypeError('list indices must be integers or slices, not str')"),
            ({}, "KeyError('methods')"),
            ({**VALID, "methods": []}, "AttributeError(\"'list' object has no attribute 'items'\")"),
            ({**VALID, "methods": {"a": {"first": "1"}}}, "KeyError('last')"),
            (
                {**VALID, "methods": {"a": {"first": 1, "last": "2"}}},
                "TypeError(\"invalid span: {'first': 1, 'last': '2'}\")",
            ),
            (
                {**VALID, "notifications": {"a": {**SPAN, "fields": {"b": {"first": "1", "last": None}}}}},
                "TypeError(\"invalid span: {'first': '1', 'last': None}\")",
            ),
            (
                {**VALID, "serverRequests": {"a": {**SPAN, "fields": []}}},
                "AttributeError(\"'list' object has no attribute 'items'\")",
            ),
            *(
                ({**VALID, "versions": versions}, "ValueError('versions: expected a list of strings')")
                for versions in (None, [], "1", ["1", 2])
            ),
        ],
    )
    def test_invalid_history_is_an_error(self, raw: Any, problem: str, tmp_path: Path) -> None:
        path = tmp_path / "history.json"
        path.write_text(json.dumps(raw), encoding="utf-8")
        remedy = "remove the file and run `make history`"
        assert failure(read_history, path) == f"{path}: invalid history: {problem}\n  remedy: {remedy}"

    def test_fields_of_params_are_those_of_all_alternatives(self) -> None:
        alternatives = {
            "anyOf": [ref("A"), {"type": "null"}],
            "oneOf": [obj("", one=TEXT), True],
            "allOf": [{"$ref": "#/definitions/B"}],
        }
        schema = {
            "definitions": {
                "Union": {"oneOf": [message("a/b", alternatives), message("a/c"), message("a/d", ref("Missing"))]},
                "A": obj("", other_namespace=TEXT),
                "B": {**obj("", b=TEXT), "anyOf": [{"$ref": "#/definitions/C"}]},
                # Refers to two definitions that refer to it.
                "C": {**obj("", c=TEXT), "anyOf": [{"$ref": "#/definitions/B"}, {"$ref": "#/definitions/C"}]},
                "v2": {"A": {**obj("", a=TEXT, both=TEXT), "oneOf": [ref("A"), obj("", both=NUMBER)]}},
            }
        }
        assert list(messages(schema, "Union")) == [
            ("a/b", ["a", "b", "both", "c", "one"]),
            ("a/c", []),
            ("a/d", []),
        ]

    def test_history_of_some_kinds_has_no_other_entries(self) -> None:
        history = History(["1", "2"])
        assert history.introduced_in("methods", "a") is None
        history.add("2", tiny_schema())
        assert history.versions == ["1", "2"]
        assert history.introduced_in("methods", "draw/shape") == "2"
        assert history.introduced_in("methods", "draw/shape", "shape") is None


class TestLock:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        """Return a schema folder with a lock that matches."""
        bundle, stable = json.dumps(tiny_schema()).encode(), json.dumps(STABLE).encode()
        (tmp_path / "bundle.json").write_bytes(bundle)
        (tmp_path / "stable.json").write_bytes(stable)
        self.lock(tmp_path, lockfile.tool_version("ruff"))
        return tmp_path

    def lock(self, folder: Path, ruff: str) -> None:
        digests = {
            name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in ("bundle.json", "stable.json")
        }
        tools = {tool: lockfile.tool_version(tool) for tool in ("datamodel-code-generator", "jinja2")}
        lines = [
            '[runtime]\nversion = "1.2.3"\n[sha256]',
            *(f'"{name}" = "{digest}"' for name, digest in digests.items()),
            "[tools]",
            *(f'{tool} = "{version}"' for tool, version in tools.items()),
            f'ruff = "{ruff}"' if ruff else "",
        ]
        (folder / "lock.toml").write_text("\n".join(lines), encoding="utf-8")

    def test_valid_folder_is_loaded(self, folder: Path) -> None:
        digest = hashlib.sha256((folder / "bundle.json").read_bytes()).hexdigest()
        assert lockfile.load(folder) == Bundle("1.2.3", digest, tiny_schema(), parse_stable(STABLE, ""))

    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            ("", "missing 'runtime'"),
            ("[runtime]", "missing 'version'"),
            ('runtime.version = "1"', "missing 'sha256'"),
            ('runtime.version = "1"\n[sha256]', "missing 'tools'"),
            ("runtime.version = '1 \"'", "invalid version: '1 \"'"),
            ('runtime.version = "1"\nsha256 = 5', "invalid content: 'int' object has no attribute 'items'"),
            ("runtime = 1", "invalid content: 'int' object is not subscriptable"),
        ],
    )
    def test_invalid_lock_is_an_error(self, text: str, problem: str, folder: Path) -> None:
        (folder / "lock.toml").write_text(text, encoding="utf-8")
        assert failure(lockfile.load, folder) == f"{folder / 'lock.toml'}: {problem}{LOCK}"

    @pytest.mark.parametrize("name", ["bundle.json", "stable.json", "lock.toml"])
    def test_missing_file_is_an_error(self, name: str, folder: Path) -> None:
        (folder / name).unlink()
        assert failure(lockfile.load, folder) == f"{folder / name}: missing file{LOCK}"

    def test_changed_file_is_an_error(self, folder: Path) -> None:
        path = folder / "stable.json"
        before = hashlib.sha256(path.read_bytes()).hexdigest()
        path.write_bytes(b"{}")
        after = hashlib.sha256(b"{}").hexdigest()
        assert failure(lockfile.load, folder) == (
            f"{path}: SHA-256 mismatch: lock.toml has {before}, the file {after}\n"
            "  remedy: restore the file from version control; to accept the new content, "
            "update the lock with `python -m codex_codegen lock --codex-bin PATH`"
        )

    def test_other_tool_is_an_error(self, folder: Path) -> None:
        path, installed = folder / "lock.toml", lockfile.tool_version("ruff")
        self.lock(folder, "0.0.1")
        assert failure(lockfile.load, folder) == (
            f"{path}: ruff: expected version 0.0.1, got {installed}\n  remedy: pip install 'ruff==0.0.1'"
        )
        self.lock(folder, "")
        assert failure(lockfile.load, folder) == f"{path}: ruff: expected version None, got {installed}{LOCK}"

    @pytest.mark.parametrize("content", [b"[]", b"{}", b'{"definitions": []}'])
    def test_bundle_without_definitions_is_an_error(self, content: bytes, folder: Path) -> None:
        (folder / "bundle.json").write_bytes(content)
        self.lock(folder, lockfile.tool_version("ruff"))
        assert failure(lockfile.load, folder) == f"{folder / 'bundle.json'}: missing definitions{LOCK}"

    def test_invalid_definition_is_an_error(self, folder: Path) -> None:
        (folder / "bundle.json").write_bytes(b'{"definitions": {"A": {"type": 5}}}')
        self.lock(folder, lockfile.tool_version("ruff"))
        assert failure(lockfile.load, folder).startswith(f"{folder / 'bundle.json'}#/definitions/A/type: expected one")
