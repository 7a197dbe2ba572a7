"""`Thread`: a conversation, for code that blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openai_codex.turn import TurnHandle

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from codex_protocol import ThreadCompactStartResponse, ThreadReadResponse, ThreadSetNameResponse
    from codex_protocol.options import TurnOptions
    from openai_codex.inputs import RunInput
    from openai_codex.presets import ApprovalMode, Sandbox
    from openai_codex.result import TurnResult
    from openai_codex.sync_connection import SyncConnection


class Thread:
    """A conversation that the runtime keeps. Made by `Codex.thread_start`."""

    def __init__(self, connection: SyncConnection, id: str) -> None:
        self._connection = connection
        self.id = id
        """The id of the thread."""

    def turn(
        self,
        input: RunInput,
        *,
        approval_mode: ApprovalMode | None = None,
        sandbox: Sandbox | None = None,
        source: str | None = None,
        turn_service_tier: str | None = None,
        **options: Unpack[TurnOptions],
    ) -> TurnHandle:
        """Start a turn (`turn/start`) and return a handle on it, without waiting for its end.

        `input` is a string, or pieces of input. `approval_mode` and `sandbox` hold from this turn on; None leaves
        them as they are. `source` says what caused the turn, `turn_service_tier` is the service tier for this turn
        alone. The other keywords are those of `TurnOptions`; None means "not given".

        Raises `InputError` or `UnexpectedKeywordError` before anything is sent, and `JsonRpcError` if the runtime
        refuses.
        """
        from openai_codex.calls import turn_start_params

        params = turn_start_params(self.id, input, approval_mode, sandbox, source, turn_service_tier, options)
        turn_id = self._connection.started("turn/start", params, "turn")
        return TurnHandle(self._connection, self.id, turn_id)

    def run(
        self,
        input: RunInput,
        *,
        approval_mode: ApprovalMode | None = None,
        sandbox: Sandbox | None = None,
        source: str | None = None,
        turn_service_tier: str | None = None,
        **options: Unpack[TurnOptions],
    ) -> TurnResult:
        """Start a turn, wait for its end, and return what it came to. Takes what `turn` takes.

        Raises `TurnFailedError` if the turn fails, `TransportClosedError` if the runtime goes away, and what `turn`
        raises.
        """
        handle = self.turn(
            input,
            approval_mode=approval_mode,
            sandbox=sandbox,
            source=source,
            turn_service_tier=turn_service_tier,
            **options,
        )
        return handle.run()

    def read(self, *, include_turns: bool = False) -> ThreadReadResponse:
        """Return what is stored of this thread (`thread/read`), with its turns and their items if asked to.

        Raises `JsonRpcError` if the runtime refuses.
        """
        return self._connection.rpc.thread_read(thread_id=self.id, include_turns=include_turns)

    def set_name(self, name: str) -> ThreadSetNameResponse:
        """Give this thread a name (`thread/name/set`). Raises `JsonRpcError` if the runtime refuses."""
        return self._connection.rpc.thread_name_set(thread_id=self.id, name=name)

    def compact(self) -> ThreadCompactStartResponse:
        """Start to shorten the history of this thread to a summary (`thread/compact/start`).

        It happens in a turn of its own, which this does not wait for. Raises `JsonRpcError` if the runtime refuses.
        """
        return self._connection.rpc.thread_compact_start(thread_id=self.id)

    def __repr__(self) -> str:
        return f"Thread(id={self.id!r})"
