"""Results of handlers: those that JSON cannot represent are declined and reported, all others are sent."""

from __future__ import annotations

import logging
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from codex_protocol import GrantedPermissionProfile, NetworkPolicyAmendment
from openai_codex import (
    Approval,
    ApprovalRequested,
    Elicitation,
    InputError,
    Permissions,
    PermissionsRequest,
)
from unit.handlers.dispatching import (
    COMMAND,
    DECLINED,
    ELICITATION,
    PERMISSIONS,
    QUESTION,
    TOOL,
    Dispatching,
    message_of,
    result_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

HALF = b"caf\xe9".decode("utf-8", "surrogateescape")
"""Text with a lone surrogate, as `input()` returns it if the terminal is not UTF-8."""

KEYWORDS = {
    COMMAND: "on_approval",
    PERMISSIONS: "on_permissions",
    QUESTION: "on_user_input",
    ELICITATION: "on_elicitation",
}
EXAMPLE_RULE = NetworkPolicyAmendment.model_validate({"action": "allow", "host": "example.org"})
INVALID: Any = object()

UNENCODABLE = {
    "answer": (QUESTION, {"color": HALF}, "answers['color'][0]"),
    "one of several answers": (QUESTION, {"color": ["Blue", HALF]}, "answers['color'][1]"),
    "command rule": (
        COMMAND,
        Approval.accept_with_execpolicy_amendment(["touch", HALF]),
        "approval.execpolicy_amendment[1]",
    ),
    "command rule of bytes": (
        COMMAND,
        Approval.accept_with_execpolicy_amendment([b"touch"]),  # type: ignore[list-item]  # as an untyped caller may do
        "approval.execpolicy_amendment[0]",
    ),
    "network rule": (
        COMMAND,
        Approval.apply_network_policy_amendment(EXAMPLE_RULE.model_copy(update={"host": HALF})),
        "approval.network_policy_amendment",
    ),
    "not a number in permissions": (
        PERMISSIONS,
        Permissions.grant({"network": {"enabled": math.nan}}),
        "permissions.network.enabled",
    ),
    "path in permissions": (
        PERMISSIONS,
        Permissions.grant({"fileSystem": {"write": [Path(HALF)]}}),
        "permissions.fileSystem.write[0]",
    ),
    "scope of permissions": (PERMISSIONS, Permissions({}, INVALID), ""),
    "action of an elicitation": (ELICITATION, Elicitation(INVALID), ""),
    "content of an elicitation": (ELICITATION, Elicitation.accept({"name": HALF}), "elicitation.content.name"),
}


@pytest.mark.parametrize(("method", "answer", "field"), list(UNENCODABLE.values()), ids=list(UNENCODABLE))
def test_unencodable_result_declines_request(method: str, answer: Any, field: str) -> None:
    found = Dispatching(**{KEYWORDS[method]: lambda request: answer})
    assert found.answer(method) == DECLINED[method]
    [error] = found.errors
    assert error.method == method
    assert "the handler returned an invalid result" in str(error)
    assert field in str(error)
    assert error.__cause__ is not None
    assert HALF not in str(error)


def test_unencodable_result_of_raw_handler_declines_request() -> None:
    found = Dispatching(on_request={TOOL: lambda params: {"success": True, "contentItems": [], "note": HALF}})
    pending = found.resolve(TOOL)
    assert pending.handler is not None
    response = message_of(found.dispatcher.complete(pending, pending.handler(pending.argument)))
    assert response["error"]["message"] == "the client's handler failed"
    assert [error.method for error in found.errors] == [TOOL]


def test_result_nested_too_deeply_declines_request() -> None:
    content: Any = []
    for _ in range(100_000):
        content = [content]
    found = Dispatching(on_elicitation=lambda request: Elicitation.accept(content))
    assert found.answer(ELICITATION) == DECLINED[ELICITATION]
    assert [error.method for error in found.errors] == [ELICITATION]


class SurprisingApproval(Approval):
    """A decision that cannot be compared."""

    def __getattribute__(self, name: str) -> Any:
        if name == "decision":
            raise LookupError("no decision")
        return super().__getattribute__(name)


def test_result_that_raises_declines_request() -> None:
    found = Dispatching(on_approval=lambda request: SurprisingApproval("accept"))
    assert found.answer(COMMAND) == DECLINED[COMMAND]
    assert isinstance(found.errors[0].__cause__, LookupError)


def test_path_in_command_rule_is_sent_as_text() -> None:
    rule = Approval.accept_with_execpolicy_amendment([Path("touch"), "x"])  # type: ignore[list-item]  # untyped caller
    found = Dispatching(on_approval=lambda request: rule)
    amendment = {"execpolicy_amendment": ["touch", "x"]}
    assert found.answer(COMMAND) == {"decision": {"acceptWithExecpolicyAmendment": amendment}}
    assert found.errors == []


def test_network_rule_is_sent_as_model_or_mapping() -> None:
    rule: Any = {"action": "allow", "host": "example.org"}
    for amendment in (rule, NetworkPolicyAmendment.model_validate(rule)):
        approval = Approval.apply_network_policy_amendment(amendment)
        assert Dispatching(on_approval=lambda request, given=approval: given).answer(COMMAND) == {
            "decision": {"applyNetworkPolicyAmendment": {"network_policy_amendment": rule}}
        }


def grant_fields(request: PermissionsRequest) -> Permissions:
    return Permissions.grant({"network": request.permissions.network})


def grant_profile(request: PermissionsRequest) -> Permissions:
    profile = GrantedPermissionProfile.model_validate({"network": {"enabled": True}})
    return Permissions.grant(profile)


@pytest.mark.parametrize(
    "handler",
    [
        lambda request: Permissions.grant(),
        lambda request: Permissions.grant(request.permissions),
        grant_fields,
        grant_profile,
    ],
    ids=["all", "requested", "fields", "granted profile"],
)
def test_permissions_accept_models(handler: Callable[[PermissionsRequest], Permissions]) -> None:
    found = Dispatching(on_permissions=handler)
    assert found.answer(PERMISSIONS) == {"permissions": {"network": {"enabled": True}}, "scope": "turn"}
    assert found.errors == []


def test_permissions_accept_paths() -> None:
    path = Path("folder") / "file"
    found = Dispatching(on_permissions=lambda request: Permissions.grant({"fileSystem": {"write": [path]}}))
    assert found.answer(PERMISSIONS)["permissions"] == {"fileSystem": {"write": [str(path)]}}


@pytest.mark.parametrize("granted", [[], "network", 1, True])
def test_permissions_reject_other_values(granted: Any) -> None:
    found = Dispatching(on_permissions=lambda request: Permissions.grant(granted))
    assert found.answer(PERMISSIONS) == DECLINED[PERMISSIONS]
    assert "permissions: expected an object, got" in str(found.errors[0])


def test_deferred_request_stays_open_after_unencodable_answer() -> None:
    found = Dispatching(on_approval=Approval.defer)
    pending = found.resolve(COMMAND)
    assert found.dispatcher.complete(pending, Approval.defer()) is None
    [event] = found.events
    assert isinstance(event.payload, ApprovalRequested)
    for words in ([HALF], [b"touch"]):
        with pytest.raises(InputError, match="execpolicy_amendment"):
            event.payload.answer(Approval.accept_with_execpolicy_amendment(words))  # type: ignore[arg-type]  # untyped
        assert event.payload.open
    assert found.sent == []
    assert event.payload.accept()
    assert [result_of(data) for data in found.sent] == [{"decision": "accept"}]
    assert not event.payload.decline()
    assert len(found.sent) == 1


def test_result_of_resolved_request_is_ignored() -> None:
    found = Dispatching(on_approval=Approval.defer, on_user_input=lambda request: {})
    for method, answer in ((COMMAND, Approval.defer()), (COMMAND, Approval.accept()), (QUESTION, {"color": HALF})):
        pending = found.resolve(method)
        found.dispatcher.cancel("q")
        assert found.dispatcher.complete(pending, answer) is None
    assert found.events == []


class Textless(Exception):
    """An exception whose text raises."""

    def __str__(self) -> str:
        raise ZeroDivisionError


def test_exception_without_text_declines_request() -> None:
    found = Dispatching(on_approval=print)
    pending = found.resolve(COMMAND)
    cause = Textless()
    assert result_of(found.dispatcher.fail(pending, "the handler raised", cause)) == DECLINED[COMMAND]
    [error] = found.errors
    assert error.__cause__ is cause
    assert "the handler raised: Textless" in str(error)


def test_logging_filter_that_raises_declines_request() -> None:
    def reject(record: logging.LogRecord) -> bool:
        raise ZeroDivisionError

    found = Dispatching(on_approval=print)
    pending = found.resolve(COMMAND)
    logger = logging.getLogger("openai_codex")
    logger.addFilter(reject)
    try:
        data = found.dispatcher.fail(pending, "the handler raised", ValueError("of its own"))
    finally:
        logger.removeFilter(reject)
    assert result_of(data) == DECLINED[COMMAND]
    assert [str(error.__cause__) for error in found.errors] == ["of its own"]


@pytest.mark.parametrize("namespace", [[1], {"name": "x"}, 5, True])
def test_tool_call_with_invalid_namespace_is_declined(namespace: object) -> None:
    def look_up() -> str:
        """Look up."""
        return "found"

    found = Dispatching()
    found.open_thread(tools=[look_up])
    pending = found.register(TOOL, namespace=namespace)
    assert message_of(found.dispatcher.resolve_handler(pending))["error"]["message"] == "the client's handler failed"
    assert pending.handler is None
    [error] = found.errors
    assert "the params of the request are invalid: TypeError: namespace: expected a string" in str(error)


def test_cancelled_request_without_handler_gets_no_response() -> None:
    found = Dispatching()
    pending = found.register(COMMAND)
    found.dispatcher.cancel("q")
    assert found.dispatcher.resolve_handler(pending) is None
