"""Run every example unchanged in a separate process, on the real runtime with a scripted model."""

from __future__ import annotations

import ast
import json
import re
from typing import TYPE_CHECKING

import pytest

from codex_protocol.options import TurnOptions
from integration.examples.cases import EXAMPLE_CASES
from integration.examples.running import FOLDER, assert_output, run
from openai_codex.testing import ScriptedModel

if TYPE_CHECKING:
    from pathlib import Path

ALONE = {"demo", "async_parity", "custom_transport", "web_approvals"}
"""Examples without an async version."""
PLAYED_ELSEWHERE = {"demo", "custom_transport", "login_and_account", "web_approvals"}
NAMES = sorted(path.stem for path in FOLDER.glob("*.py"))


@pytest.mark.parametrize("example", [name for name in NAMES if name.removesuffix("_async") not in PLAYED_ELSEWHERE])
def test_example(example: str, tmp_path: Path) -> None:
    name = example.removesuffix("_async")
    assert name in EXAMPLE_CASES, f"examples/{example}.py: missing case in tests/integration/examples/cases.py"
    case = EXAMPLE_CASES[name]
    with ScriptedModel(case.script()) as model:
        done = run(example, model, *case.arguments(tmp_path), stdin=case.stdin)
        assert done.returncode == 0, done.stdout + done.stderr
        assert done.stderr == ""
        assert_output(done.stdout, case.expected_output)
        prompts = [request.user_text for request in model.requests]
        assert len(prompts) == len(case.expected_prompts), prompts
        checked = zip(prompts, case.expected_prompts, strict=True)
        assert [prompt if expected else None for prompt, expected in checked] == case.expected_prompts
        case.check(model.requests)
        assert model.exhausted == 0


def test_demo() -> None:
    """The demo uses its own scripted model."""
    with ScriptedModel([]) as unused:
        done = run("demo", unused, "Say hello.")
        assert (done.returncode, done.stderr, unused.requests) == (0, "", [])
    assert_output(
        done.stdout, [r"^Prompt +Say hello\.$", r"commandExecution: .*echo hello", r"^Status +completed, after \d+ ms$"]
    )


def test_every_example_has_a_case_and_an_async_version() -> None:
    assert set(EXAMPLE_CASES) | PLAYED_ELSEWHERE == {name.removesuffix("_async") for name in NAMES}
    sync = {name for name in NAMES if not name.endswith("_async")} - ALONE
    assert {f"{name}_async" for name in sync} == {name for name in NAMES if name.endswith("_async")}


@pytest.mark.parametrize("example", [name for name in NAMES if name.endswith("_async")])
def test_async_version_has_the_same_texts(example: str) -> None:
    """Docstrings, prompts and printed text of the async version equal those of the sync version."""
    name = example.removesuffix("_async")
    sync, twin = _texts(FOLDER / f"{name}.py"), _texts(FOLDER / f"{example}.py")
    assert sync == {text.replace(example, name) for text in twin}


def _texts(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_all_turn_parameters_is_complete() -> None:
    """The example passes every keyword of a turn that is not experimental."""
    source = (FOLDER / "all_turn_parameters.py").read_text("utf-8")
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    given = {keyword.arg for call in calls for keyword in call.keywords}
    presets = {"approval_mode", "sandbox", "source", "turn_service_tier"}
    assert _stable_keywords() | presets <= given
    assert set(given) <= set(TurnOptions.__annotations__) | presets


def _stable_keywords() -> set[str]:
    stable = json.loads((FOLDER.parent / "schema" / "stable.json").read_text("utf-8"))
    fields = stable["definitions"]["TurnStartParams"]
    names = {re.sub(r"([A-Z])", r"_\1", name).lower() for name in fields}
    return names & set(TurnOptions.__annotations__)
