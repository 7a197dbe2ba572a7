"""Displays of real results, and `display_turn` outside of a notebook."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest
from IPython.core.formatters import DisplayFormatter

from openai_codex import Approval, ApprovalRequest, AsyncCodex, Codex, InputError, Sandbox, TurnFailedError
from openai_codex.notebook import ask_in_notebook, display_turn
from openai_codex.testing import FunctionCall, HttpError, ScriptedModel, shell_call
from openai_codex.tools import tool
from support.homes import warm_home
from support.hostile_display import check_html
from support.runtimes import offline
from support.sync_adapter import FLAVOURS

both = pytest.mark.parametrize("flavour", FLAVOURS)


def html(value: Any) -> str:
    """Return the text of the HTML of an object, which is checked."""
    bundle = value._repr_mimebundle_()
    assert bundle["text/plain"]
    return check_html(bundle["text/html"])


@both
def test_results_threads_usage_and_approvals_have_a_display(flavour: str) -> None:
    shown: list[str] = []

    @tool
    def square(number: int) -> int:
        """Return the square of a number."""
        return number * number

    def approve(request: ApprovalRequest) -> Approval:
        shown.append(html(request))
        return Approval.accept()

    script = [shell_call("echo '<hello>'; rm -f nothing"), FunctionCall("square", {"number": 12}), "Done & dusted."]
    with offline(flavour, script, on_approval=approve) as (_, codex):
        thread = codex.thread_start(sandbox=Sandbox.workspace_write, tools=[square])
        result = thread.run("Go.")
        text = html(result)
    for part in ("TurnResultcompleted", "30 input, 15 output", "Done & dusted.", "<hello>", "exit code 0", "144"):
        assert part in text
    (request,) = shown
    assert "CommandApprovalRequest" in request
    assert "rm -f nothing" in request
    assert "accept" in request
    assert "context used" in html(result.usage)
    assert html(result.usage.turn).startswith("Tokens")
    target = getattr(thread, "_target", thread)
    assert thread.id in html(target)


@both
def test_file_changes_have_a_display(flavour: str) -> None:
    shown: list[str] = []

    def approve(request: ApprovalRequest) -> Approval:
        shown.append(html(request))
        return Approval.decline()

    patch = "*** Begin Patch\n*** Add File: new.txt\n+<b>line</b>\n*** End Patch"
    script = [shell_call(f"apply_patch <<'EOF'\n{patch}\nEOF"), "Done."]
    with offline(flavour, script, on_approval=approve) as (_, codex):
        result = codex.thread_start(sandbox=Sandbox.read_only).run("Add it.")
    assert "new.txt" in html(result)
    assert "<b>line</b>" in html(result)
    assert all("new.txt" in each for each in shown)


def test_ipython_shows_plain_text_and_html_and_in_lists_the_repr() -> None:
    formatter: Any = DisplayFormatter
    format_object = formatter().format
    with offline("sync", ["Done."]) as (_, codex):
        result = codex.thread_start().run("Go.")
    shown, _ = format_object(result)
    assert shown == result._repr_mimebundle_()
    listed, _ = format_object([result])
    assert listed == {"text/plain": f"[{result!r}]"}


def test_display_turn_outside_of_a_notebook_prints_the_result(capsys: pytest.CaptureFixture[str]) -> None:
    with offline("sync", ["Done."]) as (_, codex):
        result = display_turn(codex.thread_start().turn("Go."))
    printed = capsys.readouterr().out
    assert printed.count("TurnResult [completed]") == 1
    assert result.final_response == "Done."


async def test_display_turn_accepts_coroutines_and_handles(capsys: pytest.CaptureFixture[str]) -> None:
    with warm_home() as home, ScriptedModel(["One.", "Two."]) as model:
        async with AsyncCodex(model.config(home=home)) as codex:
            thread = await codex.thread_start()
            assert (await display_turn(thread.turn("One."))).final_response == "One."
            assert (await display_turn(await thread.turn("Two."))).final_response == "Two."
    assert capsys.readouterr().out.count("TurnResult [completed]") == 2


def test_completed_review_has_no_empty_message(capsys: pytest.CaptureFixture[str]) -> None:
    with ScriptedModel(["Fine."]) as model, Codex(model.config()) as codex:
        result = display_turn(codex.thread_start().start_review("Look at it."))
    shown = capsys.readouterr().out
    # The runtime starts the message of the review, and then completes another one with its text.
    assert [getattr(item, "text", None) for item in result.incomplete_items] == [""]
    assert "Fine." in shown
    assert "incomplete" not in shown
    partial = [item.model_copy(update={"text": "Half of"}) for item in result.incomplete_items]
    assert "Agent [incomplete]" in replace(result, incomplete_items=partial)._repr_mimebundle_()["text/plain"]


def test_failed_turn_is_shown_and_raised(capsys: pytest.CaptureFixture[str]) -> None:
    with offline("sync", [HttpError(400, "bad <request>")], default=None) as (_, codex):
        with pytest.raises(TurnFailedError) as caught:
            display_turn(codex.thread_start().turn("Go."))
        assert "error" in html(caught.value.result)
    printed = capsys.readouterr().out
    assert "TurnResult [failed]" in printed
    assert "bad <request>" in printed


def test_approval_without_input_is_declined(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(prompt: str) -> str:
        raise EOFError

    monkeypatch.setattr("builtins.input", closed)
    with offline("sync", [shell_call("rm -f nothing"), "Done."]) as (_, codex):
        thread = codex.thread_start(sandbox=Sandbox.workspace_write, on_approval=ask_in_notebook)
        result = display_turn(thread.turn("Go."))
    assert [(each.decision, each.decider) for each in result.decisions] == [("decline", "consumer")]
    assert "rm -f nothing" in capsys.readouterr().out


def test_invalid_arguments_are_rejected() -> None:
    display: Any = display_turn
    with pytest.raises(InputError, match="turn: expected a turn, got str"):
        display("Go.")
    with pytest.raises(InputError, match="approvals: expected 'buttons', 'input' or None, got 'mail'"):
        display(None, approvals="mail")


@pytest.mark.parametrize(
    ("program", "loaded"),
    [
        ("import openai_codex; openai_codex.Codex; openai_codex.TurnResult", False),
        ("import openai_codex.notebook", False),
    ],
)
def test_ipython_is_imported_by_displays_only(program: str, loaded: bool) -> None:
    check = f"import sys; {program}; print('IPython' in sys.modules, 'openai_codex.notebook' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True, timeout=60)
    ipython, notebook = done.stdout.split()
    assert ipython == str(loaded)
    assert notebook == str("notebook" in program)


def test_missing_ipython_is_reported() -> None:
    program = """\
import sys
sys.modules["IPython"] = None
from openai_codex import CodexError
from openai_codex.notebook.turns import _Output
try:
    _Output(None, is_async=False)
except CodexError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "missing package ipython; install it with `pip install 'openai-codex-client[notebook]'`\n"


def test_clients_are_not_changed_by_displays() -> None:
    assert not hasattr(Codex, "_repr_mimebundle_")
    assert not hasattr(AsyncCodex, "_repr_mimebundle_")
