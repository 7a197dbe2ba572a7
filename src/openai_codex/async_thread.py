"""`AsyncThread`: a conversation, for asyncio."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openai_codex.async_turn import AsyncTurnHandle

if TYPE_CHECKING:
    from codex_protocol.options import TurnOptions
    from typing_extensions import Unpack

    from openai_codex.async_client import AsyncCodex
    from openai_codex.inputs import RunInput
    from openai_codex.presets import ApprovalMode, Sandbox
    from openai_codex.result import TurnResult


class AsyncThread:
    """A conversation that the runtime keeps. Made by `AsyncCodex.thread_start`."""

    def __init__(self, codex: AsyncCodex, id: str) -> None:
        self._codex = codex
        self.id = id
        """The id of the thread."""

    async def turn(
        self,
        input: RunInput,
        *,
        approval_mode: ApprovalMode | None = None,
        sandbox: Sandbox | None = None,
        source: str | None = None,
        turn_service_tier: str | None = None,
        **options: Unpack[TurnOptions],
    ) -> AsyncTurnHandle:
        """Start a turn (`turn/start`) and return a handle on it, without waiting for its end.

        `input` is a string, or pieces of input. `approval_mode` and `sandbox` hold from this turn on; None leaves
        them as they are. `source` says what caused the turn, `turn_service_tier` is the service tier for this turn
        alone. The other keywords are those of `TurnOptions`; None means "not given".

        Raises `InputError` or `UnexpectedKeywordError` before anything is sent, and `JsonRpcError` if the runtime
        refuses.
        """
        from openai_codex.calls import turn_start_params

        params = turn_start_params(self.id, input, approval_mode, sandbox, source, turn_service_tier, options)
        connection = await self._codex._connect()
        turn_id = await self._codex._started("turn/start", params, "turn")
        return AsyncTurnHandle(self._codex, connection, self.id, turn_id)

    async def run(
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
        handle = await self.turn(
            input,
            approval_mode=approval_mode,
            sandbox=sandbox,
            source=source,
            turn_service_tier=turn_service_tier,
            **options,
        )
        return await handle.run()

    def __repr__(self) -> str:
        return f"AsyncThread(id={self.id!r})"
