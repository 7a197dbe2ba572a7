"""Handlers of user input, elicitations, permissions, and other server requests."""

from __future__ import annotations

import sys
import threading
from typing import Any

import pytest

from codex_protocol import (
    DynamicToolCallParams,
    DynamicToolCallThreadItem,
    FormMcpServerElicitationRequestParams,
    McpToolCallThreadItem,
)
from openai_codex import (
    ApprovalMode,
    Elicitation,
    ElicitationRequest,
    Permissions,
    PermissionsRequest,
    UserInputRequest,
)
from openai_codex.testing import FunctionCall
from support.paths import TESTS
from support.runtimes import offline
from support.sync_adapter import FLAVOURS

pytestmark = pytest.mark.parametrize("flavour", FLAVOURS)

SERVER = TESTS / "support" / "mcp_server.py"
PLAN = {"collaboration_mode": {"mode": "plan", "settings": {"model": "mock-model"}}}
QUESTION = FunctionCall(
    "request_user_input",
    {
        "questions": [
            {
                "id": "color",
                "header": "Color",
                "question": "Which color?",
                "options": [{"label": "Red", "description": "warm"}, {"label": "Blue", "description": "cool"}],
            }
        ]
    },
)
ASK_NETWORK = FunctionCall("request_permissions", {"reason": "to look", "permissions": {"network": {"enabled": True}}})


class RecordingHandler:
    """A handler that records its requests, and returns its answers in order."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.requests: list[Any] = []

    def __call__(self, request: Any) -> Any:
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


def output(model: Any) -> str:
    """Return the function output that the model received."""
    [text] = model.requests[-1].function_outputs.values()
    return str(text)


@pytest.mark.parametrize("answer", ["Blue", ["Blue"], ["Blue", "and a bit of green"]])
def test_user_input_handler_answers_question(flavour: str, answer: Any) -> None:
    handler = RecordingHandler({"color": answer})
    with offline(flavour, [QUESTION, "Done."], on_user_input=handler) as (model, codex):
        result = codex.thread_start().run("Ask me.", **PLAN)
        assert "Blue" in output(model)
        assert ("green" in output(model)) == (len(answer) == 2)
        assert result.handler_errors == []
    [request] = handler.requests
    assert isinstance(request, UserInputRequest)
    [question] = request.questions
    assert (question.id, question.question) == ("color", "Which color?")
    assert [option.label for option in question.options or []] == ["Red", "Blue"]
    assert request.turn_id == result.id


def test_user_input_without_handler_returns_no_answer(flavour: str) -> None:
    with offline(flavour, [QUESTION, "Done."]) as (model, codex):
        assert codex.thread_start().run("Ask me.", **PLAN).final_response == "Done."
        assert "Blue" not in output(model)


@pytest.mark.parametrize("answer", [{"colour": "Blue"}, {"color": 5}, "Blue", None, ValueError("what?")])
def test_user_input_invalid_answer_is_reported(flavour: str, answer: Any) -> None:
    with offline(flavour, [QUESTION, "Done."], on_user_input=RecordingHandler(answer)) as (model, codex):
        result = codex.thread_start().run("Ask me.", **PLAN)
        assert [error.method for error in result.handler_errors] == ["item/tool/requestUserInput"]
        assert result.final_response == "Done."
        assert "Blue" not in output(model)


def forms() -> dict[str, Any]:
    return {"mcp_servers": {"forms": {"command": sys.executable, "args": [str(SERVER)]}}}


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (Elicitation.accept({"name": "Ada", "age": 36}), "accept: {'name': 'Ada', 'age': 36}"),
        (Elicitation.decline(), "decline"),
        (Elicitation.cancel(), "cancel"),
    ],
)
def test_elicitation_handler_answers_mcp_server(flavour: str, answer: Elicitation, told: str) -> None:
    # The runtime first sends an elicitation that asks whether the tool may be called.
    handler = RecordingHandler(Elicitation.accept({}), answer)
    script = [FunctionCall("ask", {}, namespace="mcp__forms"), "Done."]
    with offline(flavour, script, on_elicitation=handler, settings=forms()) as (_, codex):
        thread = codex.thread_start(approval_mode=ApprovalMode.ask)
        codex.rpc.mcp_server_status_list()
        result = thread.run("Ask me.")
        [item] = [item for item in result.items if isinstance(item, McpToolCallThreadItem)]
        assert item.result is not None
        assert told in str(item.result.content)
    consent, form = handler.requests
    assert isinstance(consent, ElicitationRequest)
    assert "ask" in consent.message
    assert isinstance(form.params, FormMcpServerElicitationRequestParams)
    assert (form.server_name, form.message, form.thread_id) == ("forms", "Who is there?", thread.id)
    assert set(form.requested_schema["properties"]) == {"name", "age"}


@pytest.mark.parametrize(
    "handlers", [{}, {"on_elicitation": RecordingHandler(ValueError("what?"))}, {"on_elicitation": RecordingHandler(1)}]
)
def test_elicitation_without_handler_is_declined(flavour: str, handlers: Any) -> None:
    script = [FunctionCall("ask", {}, namespace="mcp__forms"), "Done."]
    with offline(flavour, script, settings=forms(), **handlers) as (_, codex):
        thread = codex.thread_start(approval_mode=ApprovalMode.ask)
        codex.rpc.mcp_server_status_list()
        result = thread.run("Ask me.")
        [item] = [item for item in result.items if isinstance(item, McpToolCallThreadItem)]
        assert item.result is None
        assert item.error is not None
        assert len(result.handler_errors) == len(handlers)
        assert result.final_response == "Done."


@pytest.mark.parametrize(
    ("answer", "granted"),
    [
        (Permissions.grant(), True),
        (Permissions.grant(scope="session"), True),
        (Permissions.grant({"network": {"enabled": True}}), True),
        (Permissions.decline(), False),
        (ValueError("what?"), False),
        ({"network": True}, False),
    ],
)
def test_permissions_handler_grants_or_declines(flavour: str, answer: Any, granted: bool) -> None:
    handler = RecordingHandler(answer)
    settings = {"features": {"request_permissions_tool": True}}
    with offline(flavour, [ASK_NETWORK, "Done."], on_permissions=handler, settings=settings) as (model, codex):
        result = codex.thread_start(approval_mode=ApprovalMode.ask).run("Go")
        assert ('"enabled":true' in output(model).replace(" ", "")) is granted
        assert ("session" in output(model)) is (getattr(answer, "scope", None) == "session")
        assert len(result.handler_errors) == (not isinstance(answer, Permissions))
    [request] = handler.requests
    assert isinstance(request, PermissionsRequest)
    assert request.reason == "to look"
    assert request.permissions.network is not None
    assert request.permissions.network.enabled is True


def test_permissions_without_handler_are_not_granted(flavour: str) -> None:
    settings = {"features": {"request_permissions_tool": True}}
    with offline(flavour, [ASK_NETWORK, "Done."], settings=settings) as (model, codex):
        codex.thread_start(approval_mode=ApprovalMode.ask).run("Go")
        assert '"enabled":true' not in output(model).replace(" ", "")


TOOL = {"type": "function", "name": "look_up", "description": "Look up.", "inputSchema": {"type": "object"}}
RESULT = {"success": True, "contentItems": [{"type": "inputText", "text": "found"}]}


def test_request_handler_returns_protocol_result(flavour: str) -> None:
    handler = RecordingHandler(RESULT)
    script = [FunctionCall("look_up", {"a": 1}), "Done."]
    with offline(flavour, script, on_request={"item/tool/call": handler}) as (model, codex):
        result = codex.thread_start(dynamic_tools=[TOOL]).run("Go")
        [item] = [item for item in result.items if isinstance(item, DynamicToolCallThreadItem)]
        assert item.success is True
        assert output(model) == "found"
    [params] = handler.requests
    assert isinstance(params, DynamicToolCallParams)
    assert (params.tool, params.arguments) == ("look_up", {"a": 1})


@pytest.mark.parametrize("answer", [{"success": "perhaps"}, None, ValueError("what?")])
def test_request_handler_invalid_result_is_not_sent(flavour: str, answer: Any) -> None:
    script = [FunctionCall("look_up", {}), "Done."]
    with offline(flavour, script, on_request={"item/tool/call": RecordingHandler(answer)}) as (_, codex):
        result = codex.thread_start(dynamic_tools=[TOOL]).run("Go")
        assert [error.method for error in result.handler_errors] == ["item/tool/call"]
        assert result.final_response == "Done."


def test_request_handler_for_method_takes_precedence(flavour: str) -> None:
    by_method, by_name = (
        RecordingHandler({"answers": {"color": {"answers": ["Red"]}}}),
        RecordingHandler({"color": "Blue"}),
    )
    handlers = {"on_user_input": by_name, "on_request": {"item/tool/requestUserInput": by_method}}
    with offline(flavour, [QUESTION, "Done."], **handlers) as (model, codex):
        codex.thread_start().run("Ask me.", **PLAN)
        assert "Red" in output(model)
    assert (len(by_method.requests), len(by_name.requests)) == (1, 0)


def test_handler_runs_outside_reader(flavour: str) -> None:
    """The handler blocks while the stream of its turn is still read."""
    seen, threads = threading.Event(), []

    def handler(request: UserInputRequest) -> dict[str, str]:
        threads.append(threading.current_thread())
        return {"color": "Blue"} if seen.wait(20) else {}

    with offline(flavour, [QUESTION, "Done."], on_user_input=handler) as (model, codex):
        turn = codex.thread_start().turn("Ask me.", **PLAN)
        for event in turn.stream():
            if event.method == "turn/started":
                seen.set()
        assert "Blue" in output(model)
    assert threads[0] is not threading.main_thread()
