"""Approvals of calls of MCP tools, which the runtime requests as elicitations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openai_codex._handlers.approvals import ApprovalRequest
from openai_codex._json_types import is_object
from openai_codex.errors import InputError

if TYPE_CHECKING:
    from codex_protocol import McpServerElicitationRequestParams
    from openai_codex._handlers.approvals import Approval, Decision
    from openai_codex._json_types import JsonObject, JsonValue


class McpToolApprovalRequest(ApprovalRequest):
    """A request to approve a call of an MCP tool (`mcpServer/elicitation/request`).

    `Approval.cancel()` declines the call, but does not interrupt the turn.

    Attributes:
        method: Wire method of the request.
        params: Params of the request, as received.
        thread_id: Id of the thread.
        turn_id: Id of the turn; None if the runtime does not send it.
        item_id: Id of the item that waits for the decision; empty if it is unknown.
        workspace: Working directory of the thread, an absolute path. None if the client does not know it.
        tool_name: Name of the tool; None if the client cannot determine it.
    """

    params: McpServerElicitationRequestParams

    def __init__(self, params: Any, item: JsonObject | None) -> None:
        call = item or {}
        super().__init__(
            "mcpServer/elicitation/request", params, params.thread_id, params.turn_id, str(call.get("id") or "")
        )
        tool = call.get("tool")
        self.tool_name = tool if isinstance(tool, str) else None
        self._arguments: JsonValue = call.get("arguments")

    @property
    def server_name(self) -> str:
        """Name of the MCP server."""
        return self.params.server_name

    @property
    def arguments(self) -> JsonValue:
        """Arguments of the call, or None if the runtime did not send them."""
        params = _meta_of(self.params).get("tool_params")
        return self._arguments if params is None else params

    @property
    def message(self) -> str:
        """Question for the user."""
        return str(getattr(self.params, "message", None) or "")

    @property
    def available_decisions(self) -> tuple[Decision, ...]:
        """Decisions that the runtime offers to the user, always including `decline`."""
        persist: object = _meta_of(self.params).get("persist")
        offers_session = persist == "session" or (isinstance(persist, list) and "session" in persist)
        return ("accept", "accept_for_session", "decline") if offers_session else ("accept", "decline")

    def to_wire(self, approval: Approval) -> JsonObject | None:
        """Return the wire form of a decision about this request.

        Raises:
            InputError: The decision is not available for a call of an MCP tool.
        """
        decision = approval.decision
        if decision in ("decline", "cancel"):
            return {"action": decision}
        if decision not in self.available_decisions:
            raise InputError(
                "approval", f"expected one of {self.available_decisions} for a call of an MCP tool, got {decision!r}"
            )
        accept: JsonObject = {"action": "accept", "content": {}}
        return accept if decision == "accept" else {**accept, "_meta": {"persist": "session"}}


def _meta_of(params: object) -> JsonObject:
    meta: object = getattr(params, "meta", None)
    return meta if is_object(meta) else {}
