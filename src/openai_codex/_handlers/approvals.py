"""What the runtime wants to be allowed, and what can be answered to that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

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
"""What can be decided."""


@dataclass(frozen=True)
class Approval:
    """What was decided on an `ApprovalRequest`. Made by the class methods."""

    decision: Decision
    execpolicy_amendment: tuple[str, ...] | None = None
    network_policy_amendment: NetworkPolicyAmendment | None = None

    @classmethod
    def accept(cls) -> Approval:
        """Do it, this once."""
        return cls("accept")

    @classmethod
    def accept_for_session(cls) -> Approval:
        """Do it, and do not ask again for the same as long as this runtime has the thread open."""
        return cls("accept_for_session")

    @classmethod
    def accept_with_execpolicy_amendment(cls, prefix: Sequence[str] | None = None) -> Approval:
        """Do it, and never ask again for commands that begin with these words: None takes those that were proposed."""
        return cls("accept_with_execpolicy_amendment", None if prefix is None else tuple(prefix))

    @classmethod
    def apply_network_policy_amendment(cls, amendment: NetworkPolicyAmendment) -> Approval:
        """Keep a rule for a host, one of `CommandApprovalRequest.proposed_network_policy_amendments`."""
        return cls("apply_network_policy_amendment", None, amendment)

    @classmethod
    def decline(cls) -> Approval:
        """Do not do it; the turn goes on."""
        return cls("decline")

    @classmethod
    def cancel(cls) -> Approval:
        """Do not do it, and interrupt the turn."""
        return cls("cancel")

    @classmethod
    def defer(cls, request: ApprovalRequest | None = None) -> Approval:
        """Leave it to whoever reads the turn: its stream gets an `ApprovalRequested`.

        Takes a request so that it is a handler by itself: `Codex(on_approval=Approval.defer)`.
        """
        return cls("defer")


class ApprovalRequest:
    """The runtime asks whether something may be done.

    A `CommandApprovalRequest` or a `FileChangeApprovalRequest`. `method` is that of the wire, `params` what came.
    """

    def __init__(self, method: str, params: BaseModel, thread_id: str, turn_id: str | None, item_id: str) -> None:
        self.method = method
        self.params = params
        self.thread_id = thread_id
        """The id of the thread."""
        self.turn_id = turn_id
        """The id of the turn, or None from runtimes that do not say."""
        self.item_id = item_id
        """The id of the item that waits for the decision."""

    @property
    def reason(self) -> str | None:
        """Why it is asked, in words for a person."""
        reason = getattr(self.params, "reason", None)
        return reason if isinstance(reason, str) else None

    @property
    def available_decisions(self) -> tuple[Decision, ...]:
        """What the runtime offers for a person to choose from; to decline is always possible."""
        return ("accept", "accept_for_session", "decline", "cancel")

    def __repr__(self) -> str:
        return f"{type(self).__name__}(method={self.method!r}, item_id={self.item_id!r})"


class CommandApprovalRequest(ApprovalRequest):
    """The runtime asks whether a command may be run (`item/commandExecution/requestApproval`)."""

    params: CommandExecutionRequestApprovalParams | ExecCommandApprovalParams

    @property
    def command(self) -> str:
        """The command line, as a shell would take it; empty if none is told."""
        command: object = self.params.command
        if isinstance(command, list):
            import shlex

            return shlex.join(str(part) for part in command)
        return command if isinstance(command, str) else ""

    @property
    def cwd(self) -> str | None:
        """The folder that it would run in."""
        cwd: object = self.params.cwd
        return None if cwd is None else str(cwd)

    @property
    def available_decisions(self) -> tuple[Decision, ...]:
        """What the runtime offers for a person to choose from; to decline is always possible."""
        found = getattr(self.params, "available_decisions", None)
        if not found:
            return super().available_decisions
        named: list[Decision] = [_OFFERED[name] for name in map(_wire_name, found) if name in _OFFERED]
        return (*named,) if "decline" in named else (*named, "decline")

    @property
    def proposed_execpolicy_amendment(self) -> tuple[str, ...] | None:
        """The words that commands would have to begin with to be run without being asked for, if that is offered."""
        words = getattr(self.params, "proposed_execpolicy_amendment", None)
        return tuple(words) if words else None

    @property
    def proposed_network_policy_amendments(self) -> tuple[NetworkPolicyAmendment, ...]:
        """The rules for hosts that are offered."""
        return tuple(getattr(self.params, "proposed_network_policy_amendments", None) or ())


class FileChangeApprovalRequest(ApprovalRequest):
    """The runtime asks whether files may be changed (`item/fileChange/requestApproval`)."""

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
        """The changes, each with its path and its diff; empty if the runtime has not told them."""

    @property
    def grant_root(self) -> str | None:
        """The folder that is asked to be writable for the rest of the session, if that is asked."""
        root: object = self.params.grant_root
        return None if root is None else str(root)


class ApprovalRequested(ClientEvent):
    """A decision that was left to whoever reads the turn: the payload of an event in its stream.

    It may be answered from any thread or task, at any time before `handler_timeout` or the end of the turn. Each method
    returns whether the decision was still open.
    """

    def __init__(
        self, request: ApprovalRequest, settle: Callable[[Approval], bool], is_open: Callable[[], bool]
    ) -> None:
        self.request = request
        """What is asked."""
        self._settle = settle
        self._is_open = is_open

    @property
    def open(self) -> bool:
        """Whether it still waits for a decision."""
        return self._is_open()

    def answer(self, approval: Approval) -> bool:
        """Decide. Raises `InputError` for what is no decision on this request."""
        if not isinstance(approval, Approval) or approval.decision == "defer":
            raise InputError("approval", f"expected an Approval that decides, got {approval!r}")
        approval_to_wire(self.request, approval)
        return self._settle(approval)

    def accept(self) -> bool:
        """Do it, this once."""
        return self.answer(Approval.accept())

    def accept_for_session(self) -> bool:
        """Do it, and do not ask again for the same."""
        return self.answer(Approval.accept_for_session())

    def decline(self) -> bool:
        """Do not do it; the turn goes on."""
        return self.answer(Approval.decline())

    def cancel(self) -> bool:
        """Do not do it, and interrupt the turn."""
        return self.answer(Approval.cancel())

    def __repr__(self) -> str:
        return f"ApprovalRequested({self.request!r})"


_OFFERED: dict[str, Decision] = {
    "accept": "accept",
    "acceptForSession": "accept_for_session",
    "acceptWithExecpolicyAmendment": "accept_with_execpolicy_amendment",
    "applyNetworkPolicyAmendment": "apply_network_policy_amendment",
    "decline": "decline",
    "cancel": "cancel",
}
_WIRE = {decision: name for name, decision in _OFFERED.items()}
_OLDER_WIRE = {"accept": "approved", "accept_for_session": "approved_for_session", "cancel": "abort"}


def approval_to_wire(request: ApprovalRequest, approval: Approval) -> JsonObject | None:
    """Return the result that tells a decision to the runtime; None where only an error refuses in all its versions.

    Raises `InputError` for a decision that this request cannot be answered with.
    """
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


def _amendment(request: ApprovalRequest, approval: Approval) -> JsonObject:
    if not isinstance(request, CommandApprovalRequest):
        raise InputError(
            "approval", f"{approval.decision} is for commands; {request.method} offers {request.available_decisions}"
        )
    if approval.decision == "accept_with_execpolicy_amendment":
        words = approval.execpolicy_amendment or request.proposed_execpolicy_amendment
        if not words:
            raise InputError("approval", "no amendment was proposed; say which words commands have to begin with")
        return {"execpolicy_amendment": list(words)}
    rule = approval.network_policy_amendment
    if rule is None:
        raise InputError("approval", "apply_network_policy_amendment needs one of the amendments that were proposed")
    return {"network_policy_amendment": rule.model_dump(mode="json", by_alias=True, exclude_unset=True)}


def _wire_name(decision: object) -> str:
    """Return the name of an offered decision: it is a string, or an object with that one key."""
    if isinstance(decision, str):
        return decision
    dump = getattr(decision, "model_dump", None)
    fields: object = dump(mode="json", by_alias=True, exclude_unset=True) if dump else None
    return next(iter(fields), "") if is_object(fields) else ""
