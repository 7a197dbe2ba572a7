"""Test `codex-codegen diff`: the changes, their effects and the report formats."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from codegen.harness import SCHEMA, small_bundle
from codegen.tiny import NUMBER, TEXT, message, obj, ref, tiny_schema, write_schema
from codex_codegen.cli import main
from codex_codegen.diff.changes import Change, Effect
from codex_codegen.diff.compare import compare
from codex_codegen.diff.report import Report, render_report
from codex_codegen.pipeline import read_protocol
from codex_codegen.schema.overrides import Overrides
from codex_codegen.schema.strictness import Strictness

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Edit = Callable[[dict[str, Any], dict[str, Any]], object]

SENT, RECEIVED = "DrawShapeParams", "DrawnNotification"


def changes(edit: Edit, stable: Edit | None = None) -> list[tuple[str, str, str, str]]:
    """Return the changes after an edit of the tiny schema. `stable` edits the stable subset of the new version."""
    new = tiny_schema()
    edit(new["definitions"], new["definitions"]["v2"])
    marks = None
    if stable is not None:
        marks = tiny_schema()
        stable(marks["definitions"], marks["definitions"]["v2"])
    old_protocol, new_protocol = (
        read_protocol(bundle, Overrides("none"), Strictness(strict=False))
        for bundle in (small_bundle(tiny_schema()), small_bundle(new, marks))
    )
    return [(item.effect.value, item.what, item.name, item.change) for item in compare(old_protocol, new_protocol)]


def add_method(root: dict[str, Any], v2: dict[str, Any]) -> None:
    v2["DrawLineResponse"] = obj("")
    root["ClientRequest"]["oneOf"].append(message("draw/line"))


def add_server_request(root: dict[str, Any], v2: dict[str, Any]) -> None:
    v2["InkMixResponse"] = obj("")
    root["ServerRequest"]["oneOf"].append(message("ink/mix"))


def properties(v2: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = v2[name]["properties"]
    return found


def add_wave(root: dict[str, Any], v2: dict[str, Any]) -> None:
    v2["Shape"]["oneOf"].append(obj("type", type={"type": "string", "enum": ["wave"]}))


def add_wave_to_what_is_sent(root: dict[str, Any], v2: dict[str, Any]) -> None:
    add_wave(root, v2)
    properties(v2, RECEIVED).pop("shape")


def rename_color(root: dict[str, Any], v2: dict[str, Any]) -> None:
    v2["Colour"] = v2.pop("Color")
    properties(v2, SENT)["color"] = ref("Colour")
    properties(v2, "DrawShapeResponse")["color"]["anyOf"][0] = ref("Colour")


def give_params(root: dict[str, Any], v2: dict[str, Any]) -> None:
    v2["DrawClearParams"] = obj("")
    root["ClientRequest"]["oneOf"][1] = message("draw/clear", ref("DrawClearParams"))


def answer_otherwise(root: dict[str, Any], v2: dict[str, Any]) -> None:
    v2["GetDrawClearResponse"] = v2.pop("DrawClearResponse")


ONE_CHANGE: dict[str, tuple[Edit, list[tuple[str, str, str, str]]]] = {
    "no change": (lambda root, v2: None, []),
    "a description": (lambda root, v2: v2["Color"].update(description="Paint."), []),
    "method added": (add_method, [("additive", "method", "draw/line", "added")]),
    "method removed": (
        lambda root, v2: root["ClientRequest"]["oneOf"].pop(0),
        [("breaking", "method", "draw/shape", "removed")],
    ),
    "method with params": (
        give_params,
        [("additive", "method", "draw/clear", "other params")],
    ),
    "method with another response": (
        answer_otherwise,
        [
            ("breaking", "method", "draw/clear", "other response"),
            ("breaking", "type", "DrawClearResponse", "removed"),
        ],
    ),
    "notification added": (
        lambda root, v2: root["ServerNotification"]["oneOf"].append(message("draw/begun", ref(RECEIVED))),
        [("additive", "notification", "draw/begun", "added")],
    ),
    "notification removed": (
        lambda root, v2: root["ServerNotification"]["oneOf"].pop(),
        [("breaking", "notification", "draw/drawn", "removed")],
    ),
    "server request added": (add_server_request, [("behavioral", "server request", "ink/mix", "added")]),
    "server request removed": (
        lambda root, v2: root["ServerRequest"]["oneOf"].pop(),
        [("breaking", "server request", "ink/ask", "removed")],
    ),
    "optional field of a sent type": (
        lambda root, v2: properties(v2, SENT).update(glow=NUMBER),
        [("additive", "field", f"{SENT}.glow", "added")],
    ),
    "required field of a sent type": (
        lambda root, v2: v2.update({SENT: obj("shape glow", **properties(v2, SENT), glow=NUMBER)}),
        [("breaking", "field", f"{SENT}.glow", "added, required")],
    ),
    "required field of a received type": (
        lambda root, v2: v2.update({RECEIVED: obj("id glow", **properties(v2, RECEIVED), glow=NUMBER)}),
        [("additive", "field", f"{RECEIVED}.glow", "added, required")],
    ),
    "field removed": (
        lambda root, v2: properties(v2, SENT).pop("label"),
        [("breaking", "field", f"{SENT}.label", "removed")],
    ),
    "newly required in a sent type": (
        lambda root, v2: v2[SENT]["required"].append("label"),
        [("breaking", "field", f"{SENT}.label", "newly required")],
    ),
    "newly required in a received type": (
        lambda root, v2: v2[RECEIVED]["required"].append("shape"),
        [("additive", "field", f"{RECEIVED}.shape", "newly required")],
    ),
    "no longer required in a sent type": (
        lambda root, v2: v2[SENT].update(required=[]),
        [("additive", "field", f"{SENT}.shape", "no longer required")],
    ),
    "no longer required in a received type": (
        lambda root, v2: v2[RECEIVED].update(required=[]),
        [("breaking", "field", f"{RECEIVED}.id", "no longer required")],
    ),
    "other type": (
        lambda root, v2: properties(v2, SENT).update(label=NUMBER),
        [("breaking", "field", f"{SENT}.label", "type changed")],
    ),
    "null in a sent type": (
        lambda root, v2: properties(v2, SENT).update(label={"type": ["string", "null"]}),
        [("additive", "field", f"{SENT}.label", "type widened")],
    ),
    "null in a received type": (
        lambda root, v2: properties(v2, RECEIVED).update(id={"type": ["string", "null"]}),
        [("breaking", "field", f"{RECEIVED}.id", "type widened")],
    ),
    "no null in a received type": (
        lambda root, v2: properties(v2, "DrawShapeResponse").update(color=ref("Color")),
        [("additive", "field", "DrawShapeResponse.color", "type narrowed")],
    ),
    "any value in a sent type": (
        lambda root, v2: properties(v2, SENT).update(label=True),
        [("additive", "field", f"{SENT}.label", "type widened")],
    ),
    "another name for the same scalar": (
        lambda root, v2: (v2.update(Label=TEXT), properties(v2, SENT).update(label=ref("Label"))),
        [],
    ),
    "default": (
        lambda root, v2: properties(v2, SENT).update(label={"type": "string", "default": "x"}),
        [("behavioral", "field", f"{SENT}.label", "default changed")],
    ),
    "value added to a sent and received type": (
        lambda root, v2: v2["Color"]["enum"].append("blue"),
        [("behavioral", "value", "Color.blue", "added")],
    ),
    "value removed": (
        lambda root, v2: v2["Color"]["enum"].remove("red"),
        [("breaking", "value", "Color.red", "removed")],
    ),
    "branch added to a sent and received type": (
        add_wave,
        [("behavioral", "branch", "Shape.wave", "added")],
    ),
    "branch added to a sent type": (
        add_wave_to_what_is_sent,
        [("breaking", "field", f"{RECEIVED}.shape", "removed"), ("additive", "branch", "Shape.wave", "added")],
    ),
    "branch removed": (
        lambda root, v2: v2["Shape"]["oneOf"].pop(),
        [
            ("breaking", "branch", "Shape.square", "removed"),
            ("breaking", "type", "SquareShape", "removed"),
        ],
    ),
    "type renamed": (
        rename_color,
        [
            ("breaking", "field", "DrawShapeParams.color", "type changed"),
            ("breaking", "field", "DrawShapeResponse.color", "type changed"),
            ("breaking", "type", "Color", "removed"),
        ],
    ),
    "other kind of type": (
        lambda root, v2: v2.update(Color=obj("hue", hue=NUMBER)),
        [("breaking", "type", "Color", "type changed")],
    ),
    "unused types": (lambda root, v2: v2.update(Unused=obj("", a=TEXT)), []),
}


@pytest.mark.parametrize("name", ONE_CHANGE)
def test_compare_reports_one_change(name: str) -> None:
    edit, expected = ONE_CHANGE[name]
    assert changes(edit) == expected


def test_compare_reports_stability_changes() -> None:
    less: Edit = lambda root, v2: (root["ClientRequest"]["oneOf"].pop(1), properties(v2, SENT).pop("label"))  # noqa: E731
    assert changes(lambda root, v2: None, less) == [
        ("behavioral", "field", f"{SENT}.label", "now experimental"),
        ("behavioral", "method", "draw/clear", "now experimental"),
    ]


class TestReport:
    REPORT = Report(
        "1",
        "2",
        (
            Change("method", "a/b", "removed", Effect.breaking),
            Change("notification", "a", "now experimental", Effect.breaking, "requires it"),
            Change("field", "Foo.bar", "type widened", Effect.additive, "it was\nstr, and  is str | 'a\\b'"),
        ),
    )

    def test_text(self) -> None:
        assert render_report(self.REPORT, "text") == (
            "Runtime 1 -> 2: 2 breaking, 0 behavioral, 1 additive\n"
            "\n"
            "breaking\n"
            "  method        a/b  removed\n"
            "  notification  a    now experimental: requires it\n"
            "\n"
            "additive\n"
            "  field  Foo.bar  type widened: it was\nstr, and  is str | 'a\\b'\n"
        )

    def test_markdown(self) -> None:
        assert render_report(self.REPORT, "markdown") == (
            "# Runtime 1 -> 2: 2 breaking, 0 behavioral, 1 additive\n"
            "\n"
            "## Breaking\n"
            "\n"
            "| | | | |\n"
            "|---|---|---|---|\n"
            "| method | `a/b` | removed |  |\n"
            "| notification | `a` | now experimental | requires it |\n"
            "\n"
            "## Additive\n"
            "\n"
            "| | | | |\n"
            "|---|---|---|---|\n"
            "| field | `Foo.bar` | type widened | it was str, and is str \\| 'a\\\\b' |\n"
        )

    def test_json(self) -> None:
        text = render_report(Report("1", "2", self.REPORT.changes[:1]), "json")
        assert text.startswith('{\n "old": "1",\n')
        assert text.endswith("}\n")
        change = {"effect": "breaking", "what": "method", "name": "a/b", "change": "removed", "detail": ""}
        counts = {"breaking": 1, "behavioral": 0, "additive": 0}
        assert json.loads(text) == {"old": "1", "new": "2", "counts": counts, "changes": [change]}

    def test_report_without_changes_has_only_the_headline(self) -> None:
        headline = "Runtime 1 -> 1: 0 breaking, 0 behavioral, 0 additive\n"
        report = Report("1", "1", ())
        assert [render_report(report, form) for form in ("text", "markdown")] == [headline, f"# {headline}"]

    def test_effects_are_ordered(self) -> None:
        additive = Report("1", "2", self.REPORT.changes[2:])
        assert [additive.has(effect) for effect in Effect] == [False, False, True]
        assert [self.REPORT.has(effect) for effect in Effect] == [True, True, True]
        assert not Report("1", "1", ()).has(Effect.additive)


class TestCommand:
    def test_fail_on_sets_the_exit_code(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        new = tiny_schema()
        new["definitions"]["v2"]["Color"]["enum"].append("blue")
        paths = [str(write_schema(tmp_path / "a.json", tiny_schema())), str(write_schema(tmp_path / "b.json", new))]
        for effect, code in (("breaking", 0), ("behavioral", 1), ("additive", 1)):
            assert main(["diff", *paths, "--fail-on", effect]) == code
        assert main(["diff", *paths]) == 0
        assert main(["diff", paths[0], paths[0], "--fail-on", "additive"]) == 0
        capsys.readouterr()
        assert main(["diff", *paths, "--format", "json"]) == 0
        assert [change["name"] for change in json.loads(capsys.readouterr().out)["changes"]] == ["Color.blue"]

    def test_unknown_source_is_rejected(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["diff", "no-such-thing-at-all", "0.133.0"]) == 2
        assert "unknown schema source" in capsys.readouterr().err

    @pytest.mark.extended
    def test_diff_of_oldest_and_locked_runtime(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["diff", "0.133.0", str(SCHEMA), "--format", "json", "--fail-on", "breaking"]) == 1
        found = json.loads(capsys.readouterr().out)
        assert found["old"] == "0.133.0"
        there = {(change["what"], change["name"], change["change"]): change["effect"] for change in found["changes"]}
        assert there["method", "thread/rollback", "removed"] == "breaking"
        assert there["method", "project/list", "added"] == "additive"
        assert there["branch", "ThreadItem.functionCallOutput", "added"] == "behavioral"
        assert there["field", "TurnStartParams.toolOutput", "added"] == "additive"
        added = [name for what, name, change in there if (what, change) == ("method", "added")]
        removed = [name for what, name, change in there if (what, change) == ("method", "removed")]
        assert (len(added), removed) == (67, ["thread/rollback", "thread/turns/items/list"])
        assert sum(found["counts"].values()) == len(found["changes"]) == len(there)
