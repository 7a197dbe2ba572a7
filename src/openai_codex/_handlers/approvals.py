"""Approval requests of the runtime, and the decisions about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from openai_codex._display.displayed import Displayed
from openai_codex._handlers.encoding import to_json
from openai_codex._json_types import is_object
from openai_codex._protocol.client_events import ClientEvent
from openai_codex.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pydantic import BaseModel

    from codex_protocol import (
        ApplyPatchApprovalParams,
        CommandExecutionRequestApprovalParams,
        ExecCommandApprovalParams,
        FileChangeRequestApprovalParams,
        FileUpdateChange,
        NetworkPolicyAmendment,
    )
    from openai_codex._json_types import JsonObject

Decision = Literal[
    "accept",
    "accept_for_session",
    "accept_with_execpolicy_amendment",
    "apply_network_policy_amendment",
    "decline",
    "cancel",
    "defer",
]
"""The decisions of an `Approval`."""


@dataclass(frozen=True)
class Approval:
    """A decision about an `ApprovalRequest`.

    Use the class methods to create one.
    """

    decision: Decision
    """The decision."""

    execpolicy_amendment: tuple[str, ...] | None = None
    """First words of the commands to allow from now on. None uses the words that the runtime proposes."""

    network_policy_amendment: NetworkPolicyAmendment | None = None
    """The rule for a host to add; None if the decision adds no rule."""

    reason: str | None = None
    """The reason, which the client logs and records in `TurnResult.decisions`; None without a reason."""

    rule: str | None = field(default=None, compare=False, repr=False)
    """The rule of the policy that decided; None if no policy decided."""

    @classmethod
    def accept(cls) -> Approval:
        """Accept this request only."""
        return cls("accept")

    @classmethod
    def accept_for_session(cls) -> Approval:
        """Accept the request, and the same action until the runtime closes the thread."""
        return cls("accept_for_session")

    @classmethod
    def accept_with_execpolicy_amendment(cls, prefix: Sequence[str] | None = None) -> Approval:
        """Accept the request, and from now on all commands that start with given words.

        Args:
            prefix: First words of the commands to allow; None uses the words that the runtime proposes.

        Returns:
            The decision.
        """
        return cls("accept_with_execpolicy_amendment", None if prefix is None else tuple(prefix))

    @classmethod
    def apply_network_policy_amendment(cls, amendment: NetworkPolicyAmendment) -> Approval:
        """Accept the request and add a rule for a host.

        Args:
            amendment: One of `CommandApprovalRequest.proposed_network_policy_amendments`.

        Returns:
            The decision.
        """
        return cls("apply_network_policy_amendment", None, amendment)

    @classmethod
    def decline(cls, reason: str | None = None) -> Approval:
        """Decline the request; the turn continues.

        The runtime has no field for the reason, so the model does not receive it.

        Args:
            reason: The reason, for the log and `TurnResult.decisions`; None for no reason.

        Returns:
            The decision.
        """
        return cls("decline", reason=_validate_reason(reason))

    @classmethod
    def cancel(cls, reason: str | None = None) -> Approval:
        """Decline the request and interrupt the turn.

        Args:
            reason: The reason, for the log and `TurnResult.decisions`; None for no reason.

        Returns:
            The decision.
        """
        return cls("cancel", reason=_validate_reason(reason))

    @classmethod
    def defer(cls, request: ApprovalRequest | None = None) -> Approval:
        """Defer the decision to the consumer of the turn's stream.

        The stream yields an event with an `ApprovalRequested` payload. This method is also a handler:
        `Codex(on_approval=Approval.defer)`.

        Args:
            request: Ignored; it lets the method be used as a handler.

        Returns:
            The decision.
        """
        return cls("defer")


class ApprovalRequest(Displayed):
    """A request of the runtime to approve an action.

    It is a `CommandApprovalRequest`, a `FileChangeApprovalRequest` or a `McpToolApprovalRequest`.

    Attributes:
        method: Wire method of the request.
        params: Params of the request, as received.
        thread_id: Id of the thread.
        turn_id: Id of the turn; None if the runtime does not send it.
        item_id: Id of the item that waits for the decision.
        workspace: Working directory of the thread, an absolute path; for a sub-agent, that of the turn that started it.
            None if the client does not know it: the thread was not started, resumed or forked with this client.
    """

    def __init__(self, method: str, params: BaseModel, thread_id: str, turn_id: str | None, item_id: str) -> None:
        self.method = method
        self.params = params
        self.thread_id = thread_id
        self.turn_id = turn_id
        self.item_id = item_id
        self.workspace: str | None = None

    @property
    def reason(self) -> str | None:
        """Explanation for the user, or None if the runtime sent none."""
        reason = getattr(self.params, "reason", None)
        return reason if isinstance(reason, str) else None

    @property
    def available_decisions(self) -> tuple[Decision, ...]:
        """Decisions that the runtime offers to the user, always including `decline`."""
        return ("accept", "accept_for_session", "decline", "cancel")

    def to_wire(self, approval: Approval) -> JsonObject | None:
        """Return the wire form of a decision about this request; see `approval_to_wire`."""
        return _encode_decision(self, approval)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(method={self.method!r}, item_id={self.item_id!r})"


class CommandApprovalRequest(ApprovalRequest):
    """A request to approve a command (`item/commandExecution/requestApproval`).

    Attributes:
        method: Wire method of the request.
        params: Params of the request, as received.
        thread_id: Id of the thread.
        turn_id: Id of the turn; None if the runtime does not send it.
        item_id: Id of the item that waits for the decision.
    """

    params: CommandExecutionRequestApprovalParams | ExecCommandApprovalParams

    @property
    def command(self) -> str:
        """Command line in shell syntax; empty if the runtime did not send it."""
        command: object = self.params.command
        if isinstance(command, list):
            import shlex

            return shlex.join(str(part) for part in command)
        return command if isinstance(command, str) else ""

    @property
    def cwd(self) -> str | None:
        """Working directory of the command, or None if the runtime did not send it."""
        cwd: object = self.params.cwd
        return None if cwd is None else str(cwd)

    @property
    def available_decisions(self) -> tuple[Decision, ...]:
        """Decisions that the runtime offers to the user, always including `decline`."""
        offered = getattr(self.params, "available_decisions", None)
        if not offered:
            return super().available_decisions
        known: list[Decision] = [_DECISIONS[name] for name in map(_wire_name, offered) if name in _DECISIONS]
        return (*known,) if "decline" in known else (*known, "decline")

    @property
    def proposed_execpolicy_amendment(self) -> tuple[str, ...] | None:
        """First words of the commands that the runtime proposes to allow, or None."""
        words = getattr(self.params, "proposed_execpolicy_amendment", None)
        return tuple(words) if words else None

    @property
    def proposed_network_policy_amendments(self) -> tuple[NetworkPolicyAmendment, ...]:
        """Rules for hosts that the runtime proposes."""
        return tuple(getattr(self.params, "proposed_network_policy_amendments", None) or ())


class FileChangeApprovalRequest(ApprovalRequest):
    """A request to approve file changes (`item/fileChange/requestApproval`).

    Attributes:
        method: Wire method of the request.
        params: Params of the request, as received.
        thread_id: Id of the thread.
        turn_id: Id of the turn; None if the runtime does not send it.
        item_id: Id of the item that waits for the decision.
        changes: Changes, each with its path and diff; empty if the runtime did not send them.
    """

    params: FileChangeRequestApprovalParams | ApplyPatchApprovalParams

    def __init__(
        self,
        method: str,
        params: BaseModel,
        thread_id: str,
        turn_id: str | None,
        item_id: str,
        changes: tuple[FileUpdateChange, ...] = (),
    ) -> None:
        super().__init__(method, params, thread_id, turn_id, item_id)
        self.changes = changes

    @property
    def grant_root(self) -> str | None:
        """Directory to make writable until the end of the session, or None without such a request."""
        root: object = self.params.grant_root
        return None if root is None else str(root)


class ApprovalRequested(ClientEvent):
    """An approval deferred to the consumer of the turn's stream.

    It is the payload of an event in the stream. It can be answered from any thread or task until `handler_timeout` or
    the end of the turn. The methods return False if the request was already resolved.

    Attributes:
        request: The request to decide on.
    """

    def __init__(
        self, request: ApprovalRequest, resolve: Callable[[Approval], bool], is_open: Callable[[], bool]
    ) -> None:
        self.request = request
        self._resolve = resolve
        self._is_open = is_open

    @property
    def open(self) -> bool:
        """Whether the request is still waiting for a decision."""
        return self._is_open()

    def answer(self, approval: Approval) -> bool:
        """Resolve the request with a decision.

        Args:
            approval: The decision. `Approval.defer()` is invalid.

        Returns:
            Whether the request was still open.

        Raises:
            InputError: The decision is invalid for this request.
        """
        if not isinstance(approval, Approval) or approval.decision == "defer":
            raise InputError("approval", f"expected an Approval other than defer, got {approval!r}")
        approval_to_wire(self.request, approval)
        return self._resolve(approval)

    def accept(self) -> bool:
        """Accept this request only."""
        return self.answer(Approval.accept())

    def accept_for_session(self) -> bool:
        """Accept the request, and the same action until the runtime closes the thread."""
        return self.answer(Approval.accept_for_session())

    def decline(self, reason: str | None = None) -> bool:
        """Decline the request, with a reason as in `Approval.decline`; the turn continues."""
        return self.answer(Approval.decline(reason))

    def cancel(self, reason: str | None = None) -> bool:
        """Decline the request, with a reason as in `Approval.cancel`, and interrupt the turn."""
        return self.answer(Approval.cancel(reason))

    def __repr__(self) -> str:
        return f"ApprovalRequested({self.request!r})"


_DECISIONS: dict[str, Decision] = {
    "accept": "accept",
    "acceptForSession": "accept_for_session",
    "acceptWithExecpolicyAmendment": "accept_with_execpolicy_amendment",
    "applyNetworkPolicyAmendment": "apply_network_policy_amendment",
    "decline": "decline",
    "cancel": "cancel",
}
_WIRE = {decision: name for name, decision in _DECISIONS.items()}
_OLDER_WIRE = {"accept": "approved", "accept_for_session": "approved_for_session", "cancel": "abort"}


def approval_to_wire(request: ApprovalRequest, approval: Approval) -> JsonObject | None:
    """Return the wire form of a decision.

    Args:
        request: The request of the runtime.
        approval: The decision.

    Returns:
        The result, or None if the client must respond with an error to decline.

    Raises:
        InputError: The decision is invalid for this request.
    """
    return request.to_wire(approval)


def _encode_decision(request: ApprovalRequest, approval: Approval) -> JsonObject | None:
    decision = approval.decision
    amendment: Any = None
    if decision in ("accept_with_execpolicy_amendment", "apply_network_policy_amendment"):
        amendment = _amendment(request, approval)
    if request.method.startswith("item/"):
        name = _WIRE[decision]
        return {"decision": name if amendment is None else {name: amendment}}
    if decision == "decline":
        return None
    if decision == "accept_with_execpolicy_amendment":
        words = amendment["execpolicy_amendment"]
        return {"decision": {"approved_execpolicy_amendment": {"proposed_execpolicy_amendment": words}}}
    if decision == "apply_network_policy_amendment":
        return {"decision": {"network_policy_amendment": amendment}}
    return {"decision": _OLDER_WIRE[decision]}


def _validate_reason(reason: object) -> str | None:
    if reason is not None and not isinstance(reason, str):
        raise InputError("reason", f"expected a string or None, got {type(reason).__name__}")
    return reason


def _amendment(request: ApprovalRequest, approval: Approval) -> JsonObject:
    if not isinstance(request, CommandApprovalRequest):
        raise InputError(
            "approval",
            f"expected one of {request.available_decisions} for {request.method}, got {approval.decision!r}",
        )
    if approval.decision == "accept_with_execpolicy_amendment":
        words = approval.execpolicy_amendment or request.proposed_execpolicy_amendment
        if not words:
            raise InputError(
                "approval", "missing prefix: the runtime proposed none; pass the first words of the commands to allow"
            )
        return {"execpolicy_amendment": to_json(list(words), "approval.execpolicy_amendment")}
    rule = approval.network_policy_amendment
    if rule is None:
        raise InputError("approval", "missing amendment; pass one of request.proposed_network_policy_amendments")
    return {"network_policy_amendment": to_json(rule, "approval.network_policy_amendment")}


def _wire_name(decision: object) -> str:
    """Return the name of an offered decision, which is a string or an object with a single key."""
    if isinstance(decision, str):
        return decision
    dump = getattr(decision, "model_dump", None)
    fields: object = dump(mode="json", by_alias=True, exclude_unset=True) if dump else None
    return next(iter(fields), "") if is_object(fields) else ""
