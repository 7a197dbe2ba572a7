"""`codex-py review`."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import jsonschema  # type: ignore[import-untyped]  # its types are in a separate package
import pytest

from openai_codex.cli import ExitCode
from openai_codex.cli.review.findings import Finding, Review
from openai_codex.cli.review.sarif import sarif_log
from openai_codex.testing import Gate, HttpError
from support.command_line import command_line

if TYPE_CHECKING:
    from pathlib import Path

FINDING = {
    "title": "The index is out of range.",
    "body": "The loop ends one element too late.\nUse `<`.",
    "priority": "P1",
    "path": "src/a b.py",
    "start_line": 3,
    "end_line": 5,
    "confidence": 0.9,
}
REMARK = {**FINDING, "title": "Name it \x1b[2Jbetter.", "priority": "P3", "path": None, "start_line": None}
REVIEW = {"summary": "Two findings.", "findings": [FINDING, REMARK]}
SCRIPT = ["The loop is wrong.", json.dumps(REVIEW)]

TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}
LOCATION = {
    "type": "object",
    "required": ["physicalLocation"],
    "properties": {
        "physicalLocation": {
            "type": "object",
            "required": ["artifactLocation"],
            "properties": {
                "artifactLocation": {
                    "type": "object",
                    "required": ["uri"],
                    "properties": {
                        "uri": {"type": "string", "format": "uri-reference"},
                        "uriBaseId": {"type": "string"},
                    },
                    "additionalProperties": False,
                },
                "region": {
                    "type": "object",
                    "properties": {name: {"type": "integer", "minimum": 1} for name in ("startLine", "endLine")},
                    "additionalProperties": False,
                },
            },
            "additionalProperties": False,
        }
    },
    "additionalProperties": False,
}
RESULT = {
    "type": "object",
    "required": ["message"],
    "properties": {
        "ruleId": {"type": "string"},
        "ruleIndex": {"type": "integer", "minimum": -1},
        "level": {"enum": ["none", "note", "warning", "error"]},
        "message": TEXT,
        "locations": {"type": "array", "items": LOCATION},
        "partialFingerprints": {"type": "object", "additionalProperties": {"type": "string"}},
        "rank": {"type": "number", "minimum": -1, "maximum": 100},
    },
    "additionalProperties": False,
}
RULE = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": "string"},
        "name": {"type": "string"},
        "shortDescription": TEXT,
        "defaultConfiguration": {
            "type": "object",
            "properties": {"level": {"enum": ["none", "note", "warning", "error"]}},
        },
    },
    "additionalProperties": False,
}
DRIVER = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string"},
        "version": {"type": "string"},
        "rules": {"type": "array", "uniqueItems": True, "items": RULE},
    },
    "additionalProperties": False,
}
RUN = {
    "type": "object",
    "required": ["tool"],
    "properties": {
        "tool": {
            "type": "object",
            "required": ["driver"],
            "properties": {"driver": DRIVER},
            "additionalProperties": False,
        },
        "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
        "invocations": {
            "type": "array",
            "items": {"type": "object", "required": ["executionSuccessful"]},
        },
        "results": {"type": "array", "items": RESULT},
    },
    "additionalProperties": False,
}
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"enum": ["2.1.0"]},
        "runs": {"type": "array", "items": RUN},
    },
    "additionalProperties": False,
}
"""The parts of the published schema of SARIF 2.1.0 that concern the properties that the client writes."""


def validated(log: Any) -> Any:
    jsonschema.validate(log, SARIF)
    return log


def test_findings_are_printed_as_lines_to_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    with command_line(monkeypatch, SCRIPT) as codex:
        done = codex("review", "Check it.")
        assert any("Check it." in text for text in codex.model.requests[0].input_texts)
        assert codex("threads", "list").out == ""
    assert done.code == ExitCode.OK
    assert done.out.splitlines() == [
        "P1\tsrc/a b.py:3-5\tThe index is out of range.\tThe loop ends one element too late. Use `<`.",
        "P3\t\tName it \\u001b[2Jbetter.\tThe loop ends one element too late. Use `<`.",
    ]
    assert "The loop is wrong." in done.err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_findings_are_shown_in_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    with command_line(monkeypatch, SCRIPT) as codex, codex.terminal("review", "Check it.") as terminal:
        assert terminal.end() == ExitCode.OK
    assert "P1  The index is out of range.\n    src/a b.py:3-5\nThe loop ends" in terminal.text
    assert "\x1b[2J" not in terminal.raw


def test_json_contains_the_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    with command_line(monkeypatch, SCRIPT) as codex:
        done = codex("review", "-q", "--format", "json", "Check it.")
    assert (done.code, done.err) == (ExitCode.OK, "")
    assert json.loads(done.out) == REVIEW


def test_sarif_matches_the_schema(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    target = tmp_path / "report.sarif"
    with command_line(monkeypatch, SCRIPT) as codex:
        done = codex("review", "-q", "-f", "sarif", "-o", str(target), "--fail-on", "P1", "Check it.")
    assert (done.code, done.out) == (ExitCode.FOUND, "")
    first, second = validated(json.loads(target.read_text("utf-8")))["runs"][0]["results"]
    assert first["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "src/a%20b.py", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 3, "endLine": 5},
            }
        }
    ]
    assert (first["level"], first["rank"], "locations" in second) == ("error", 90.0, False)


@pytest.mark.parametrize(
    ("path", "start", "end", "uri", "region"),
    [
        ("../other.py", None, None, "file:///other.py", None),
        ("./src/../b.py", 0, 2, "b.py", None),
        ("b.py", 4, None, "b.py", {"startLine": 4, "endLine": 4}),
        ("b.py", 4, 2, "b.py", {"startLine": 4, "endLine": 4}),
    ],
)
def test_sarif_of_unusual_places_is_valid(
    tmp_path: Path, path: str, start: int | None, end: int | None, uri: str, region: object
) -> None:
    fields = {**FINDING, "path": path, "start_line": start, "end_line": end, "confidence": 7}
    log = validated(sarif_log(Review(summary="", findings=[Finding.model_validate(fields)]), tmp_path))
    (result,) = log["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]
    expected = (tmp_path.parent / "other.py").as_uri() if uri.startswith("file:") else uri
    assert place["artifactLocation"]["uri"] == expected
    assert place.get("region") == region
    assert result["rank"] == 100


def test_text_needs_one_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    with command_line(monkeypatch, ["All good."]) as codex:
        assert codex("review", "-q", "-f", "text", "Check it.").out == "All good.\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
@pytest.mark.parametrize(
    "format",
    ["text", pytest.param("table", marks=pytest.mark.extended), pytest.param("json", marks=pytest.mark.extended)],
)
def test_review_appears_once_in_a_terminal(monkeypatch: pytest.MonkeyPatch, format: str) -> None:
    with command_line(monkeypatch, SCRIPT) as codex, codex.terminal("review", "-f", format, "Check it.") as terminal:
        assert terminal.end() == ExitCode.OK
    assert terminal.text.count("The loop is wrong.") == 1


def test_invalid_findings_are_stated_again(monkeypatch: pytest.MonkeyPatch) -> None:
    with command_line(monkeypatch, ["The loop is wrong.", "no JSON", json.dumps(REVIEW)]) as codex:
        done = codex("review", "-q", "-f", "json", "Check it.")
        assert "does not match the required JSON schema" in codex.model.requests[2].input_texts[-1]
    assert (done.code, done.err, json.loads(done.out)) == (ExitCode.OK, "", REVIEW)


@pytest.mark.parametrize("quiet", [["-q"], pytest.param([], marks=pytest.mark.extended)], ids=["quiet", "progress"])
def test_review_without_valid_findings_is_not_lost(monkeypatch: pytest.MonkeyPatch, quiet: list[str]) -> None:
    with command_line(monkeypatch, ["The loop is wrong."], default='{"findings": 3}') as codex:
        done = codex("review", *quiet, "Check it.")
    assert (done.code, done.out) == (ExitCode.OUTPUT, "")
    assert done.err.count("The loop is wrong.") == 1
    assert "the model stated no valid findings" in done.err
    assert "--format text" in done.err
    assert "--retries" not in done.err


def test_review_is_not_lost_if_the_second_turn_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    with command_line(monkeypatch, ["The loop is wrong.", HttpError(400, "not today")]) as codex:
        done = codex("review", "-q", "Check it.")
    assert done.code == ExitCode.FAILED
    assert done.err.startswith("The loop is wrong.\n")
    assert "not today" in done.err


def test_report_is_printed_if_the_file_is_not_writable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    replies = iter(SCRIPT)

    def reply(request: object) -> str:
        # The folder is removed during the review.
        if folder.exists():
            folder.rmdir()
        return next(replies)

    with command_line(monkeypatch, reply) as codex:
        done = codex("review", "-q", "-f", "json", "-o", str(folder / "report.json"), "Check it.")
    assert done.code == ExitCode.FAILED
    assert json.loads(done.out) == REVIEW
    assert "check the path and its permissions" in done.err


@pytest.mark.parametrize(("priority", "code"), [("P0", ExitCode.OK), ("P3", ExitCode.FOUND)])
def test_fail_on_compares_priorities(monkeypatch: pytest.MonkeyPatch, priority: str, code: ExitCode) -> None:
    with command_line(monkeypatch, SCRIPT) as codex:
        assert codex("review", "-q", "--fail-on", priority, "Check it.").code == code


@pytest.mark.extended
def test_targets_reach_the_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    repository = tmp_path / "repository"
    repository.mkdir()
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-C", str(repository)]
    subprocess.run([*git, "init", "-q", "-b", "main"], check=True)
    for name in ("one", "two"):
        (repository / name).write_text(name)
        subprocess.run([*git, "add", "."], check=True)
        subprocess.run([*git, "commit", "-q", "-m", f"Add {name}"], check=True)
    sha = subprocess.run([*git, "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()
    (tmp_path / "my.diff").write_text("--- a\n+++ b\n")
    options = ("-q", "-f", "text", "--cd", str(repository))
    with command_line(monkeypatch, [], default="Fine.") as codex:
        for target in (["--base", "main"], ["--commit", sha], ["--diff", str(tmp_path / "my.diff")], []):
            assert codex("review", *options, *target).out == "Fine.\n", target
        assert codex("review", *options, "--diff", "-", stdin="+++ piped").out == "Fine.\n"
        texts = ["\n".join(request.input_texts) for request in codex.model.requests]
    assert "main" in texts[0]
    assert sha in texts[1]
    assert "+++ b" in texts[2]
    assert "uncommitted" in texts[3] or "unstaged" in texts[3]
    assert "+++ piped" in texts[4]


def test_failing_and_slow_reviews(monkeypatch: pytest.MonkeyPatch) -> None:
    with command_line(monkeypatch, [HttpError(400, "not today")]) as codex:
        failed = codex("review", "-q", "Check it.")
        assert (failed.code, "not today" in failed.err) == (ExitCode.FAILED, True)
    with command_line(monkeypatch, [["wait", Gate()]]) as codex:
        assert codex("review", "-q", "--timeout", "0.5", "Check it.").code == ExitCode.TIMEOUT


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--base", "a", "--commit", "b"], "pass only one of"),
        (["--diff", "absent.diff"], "--diff absent.diff: No such file"),
        (["-f", "text", "--fail-on", "P1"], "--fail-on requires another --format"),
        (["--output", "absent/report.json"], "absent' does not exist; create it"),
        (["--output", "."], "--output .: is a directory"),
        (["--cd", "absent"], "--cd: the directory 'absent' does not exist"),
        (["--base", "main"], "not a git repository"),
        (["--base", ""], "--base: unknown branch ''"),
        (["--cd", "repository", "--base", "absent"], "--base: unknown branch 'absent'; fetch it"),
        (["--cd", "repository", "--base", "--all"], "--base: unknown branch '--all'"),
        (["--cd", "repository", "--commit", "deadbeef"], "--commit: unknown commit 'deadbeef'"),
    ],
)
def test_invalid_arguments_start_no_runtime(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], problem: str
) -> None:
    with command_line(monkeypatch, []) as codex:
        if "repository" in arguments:
            subprocess.run(["git", "init", "-q", str(codex.cwd / "repository")], check=True)
        monkeypatch.setattr("openai_codex._sync.client.RuntimeSupervisor", None)
        done = codex("review", *arguments)
    assert done.code == ExitCode.USAGE
    assert problem in " ".join(done.err.split())
