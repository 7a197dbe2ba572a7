"""`TurnRegistry`: the spans of the turns of one connection, and to which of them a request or event belongs."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from opentelemetry import context as otel_context
from opentelemetry import trace
from opentelemetry.trace import Link

from openai_codex._json_types import is_object
from openai_codex._protocol.decoding import started_turn_id
from openai_codex._protocol.subagents.thread_tree import OPENING_METHODS
from openai_codex._protocol.usage.tracker import USAGE_METHOD, UsageTracker, difference
from openai_codex.integrations.otel import conventions as names
from openai_codex.integrations.otel.content import input_messages, system_instructions
from openai_codex.integrations.otel.threads import ThreadFacts
from openai_codex.integrations.otel.turns import TurnSpan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opentelemetry.context import Context

    from openai_codex._handlers.scopes import HandlerScopes
    from openai_codex._protocol.notifications import Notification
    from openai_codex._protocol.session import Session
    from openai_codex._protocol.subagents.nodes import TurnNode
    from openai_codex.integrations.otel.telemetry import Operation, Telemetry

STARTING_METHODS = frozenset({"turn/start", "review/start"})
"""Methods of requests whose response contains the turn that they start."""

COMPACT_METHOD = "thread/compact/start"
"""Method of the request that starts a turn which its response does not contain."""

MAX_ENDED_TURNS = 1_024
"""Maximum number of ended turns that are remembered as parents of sub-agents."""

TIMEOUT = "TurnTimeoutError"
"""Error type of a turn for which a timeout has expired."""


class TurnRegistry:
    """The turns that run on a connection.

    Args:
        telemetry: The tracer and the instruments.
        session: The session of the connection, which knows the sub-agents.
        scopes: The contexts of the callers of turns.
        client: The span of the client.
    """

    def __init__(self, telemetry: Telemetry, session: Session[Any], scopes: HandlerScopes, client: Operation) -> None:
        self._telemetry = telemetry
        self._session = session
        self._scopes = scopes
        self._client = client
        self._threads = ThreadFacts()
        self._usage = UsageTracker()
        self._instructions: dict[int, tuple[str, ...]] = {}
        self._starting: dict[int, TurnSpan] = {}
        """Turns whose request has no response, by the id of the request."""
        self._compacting: dict[str, Context] = {}
        """Parents of the next turns of threads, which compactions start."""
        self._turns: dict[str, TurnSpan] = {}
        self._ended: OrderedDict[str, Context] = OrderedDict()

    def get(self, turn_id: object) -> TurnSpan | None:
        """Return a running turn, or None."""
        return self._turns.get(turn_id) if isinstance(turn_id, str) else None

    # Requests

    def request_created(
        self, request_id: int, method: str, params: Mapping[str, Any], parent: Context, *, by_client: bool
    ) -> TurnSpan | None:
        """Observe a request; return the turn that it starts.

        Args:
            request_id: Id of the request.
            method: Wire method.
            params: Params of the request.
            parent: Context of the parent of the turn.
            by_client: Whether the client sends the request by itself, without a caller that waits.
        """
        if method in OPENING_METHODS and self._telemetry.capture_content:
            texts = (params.get("baseInstructions"), params.get("developerInstructions"))
            self._instructions[request_id] = tuple(text for text in texts if isinstance(text, str))
        if method == "turn/interrupt" and by_client and (turn := self.get(params.get("turnId"))) is not None:
            turn.cut_off = turn.cut_off or "cancelled"
        thread_id = params.get("threadId")
        if method == COMPACT_METHOD and isinstance(thread_id, str):
            self._compacting[thread_id] = parent
            if len(self._compacting) > MAX_ENDED_TURNS:
                del self._compacting[next(iter(self._compacting))]
        if method not in STARTING_METHODS or not isinstance(thread_id, str):
            return None
        self._threads.model_changed(thread_id, params.get("model"))
        turn = self._starting[request_id] = self._new_turn(thread_id, parent)
        if params.get("outputSchema") is not None:
            turn.operation.set(names.OUTPUT_TYPE, "json")
        if self._telemetry.capture_content:
            turn.operation.set(names.INPUT_MESSAGES, input_messages(params.get("input")))
            if instructions := self._threads.get(thread_id).instructions:
                turn.operation.set(names.SYSTEM_INSTRUCTIONS, system_instructions(instructions))
        return turn

    def request_answered(self, request_id: int, response: Mapping[str, Any], failure: str | None) -> None:
        """Observe a response: it may contain the settings of a thread, or the id of a turn."""
        instructions, result = self._instructions.pop(request_id, ()), response.get("result")
        if is_object(result) and "thread" in result:
            self._threads.opened(result, instructions)
        turn = self._starting.pop(request_id, None)
        if turn is None:
            return
        turn_id = started_turn_id(response)
        if turn_id is None:
            turn.end(failure or "_OTHER")
            return
        running = self._turns.get(turn_id)
        if running is not None and running is not turn:
            # The input has joined a turn that was running.
            turn.operation.set(names.JOINED, True)
            turn.bind(turn_id)
            running.joined.append(turn)
        elif turn_id in self._ended and turn.id is None:
            # It has joined a turn that has ended before the response.
            turn.operation.set(names.JOINED, True)
            turn.bind(turn_id)
            turn.end(None)
        elif turn.id is None:
            self._bind(turn, turn_id)

    def request_failed(self, request_id: int, error: str) -> None:
        """Observe a request without a response. A turn that has started nevertheless ends later."""
        self._instructions.pop(request_id, None)
        turn = self._starting.pop(request_id, None)
        if turn is not None and turn.id is None:
            turn.end(error)

    # Events

    def event(self, event: Notification, key: str | None, *, starts: bool) -> None:
        """Observe an event.

        Args:
            event: The event.
            key: Id of the turn; None if the event belongs to none.
            starts: Whether a turn that starts gets a span.
        """
        method, params = event.method, event.params
        if method == "turn/started" and key is not None:
            if starts or self._starting:
                self._started(key, str(params.get("threadId")))
        elif method == USAGE_METHOD:
            self._count(params, self.get(key))
        elif (turn := self.get(key)) is not None:
            self._turn_event(turn, method, params)

    def _turn_event(self, turn: TurnSpan, method: str, params: Mapping[str, Any]) -> None:
        item = params.get("item")
        if method == "item/started" and is_object(item):
            turn.item_started(item)
        elif method == "item/completed" and is_object(item):
            turn.item_completed(item)
            self._threads.agents_called(item)
        elif method == "error":
            turn.model_error(params)
        elif method == "turn/completed":
            completed = params.get("turn")
            self._release(turn)
            turn.completed(completed if is_object(completed) else {})

    def _started(self, key: str, thread_id: str) -> None:
        turn = self._turns.get(key)
        if turn is None:
            waiting = (each for each in self._starting.values() if each.thread_id == thread_id and each.id is None)
            turn = next(waiting, None) or self._started_by_runtime(key, thread_id)
            self._bind(turn, key)
        turn.started()

    def _started_by_runtime(self, key: str, thread_id: str) -> TurnSpan:
        """Return the span of a turn that no request has started: that of a sub-agent, a goal or a compaction."""
        node = self._session.events.threads.turn(key)
        if node is not None and node.parent is not None:
            return self._subagent(node, node.parent)
        if (compacting := self._compacting.pop(thread_id, None)) is not None:
            return self._new_turn(thread_id, compacting)
        scope = self._scopes.context(thread_id, key)
        caller = None if scope is None else scope.copy().run(otel_context.get_current)
        if caller is None or not trace.get_current_span(caller).get_span_context().is_valid:
            caller = self._client.context()
        return self._new_turn(thread_id, caller)

    def _subagent(self, node: TurnNode, above: TurnNode) -> TurnSpan:
        parent = self._turns.get(above.id)
        context = parent.operation.context() if parent is not None else self._ended.get(above.id)
        thread = self._session.events.threads.thread(node.thread_id)
        nickname = None if thread is None else thread.nickname
        if context is None:
            context = self._client.context()
        self._threads.inherit(node.thread_id, above.thread_id)
        return self._new_turn(node.thread_id, context, agent=nickname or names.AGENT, is_subagent=True)

    def _count(self, params: Mapping[str, Any], turn: TurnSpan | None) -> None:
        before = self._usage.total
        self._usage.update(params, in_turn=turn is not None)
        tokens = difference(self._usage.total, before)
        if turn is not None and tokens is not None and any(tokens):
            turn.tokens(tokens)

    # Ends

    def timed_out(self, turn_id: str) -> None:
        """Record that the client interrupts a turn because a timeout has expired."""
        if (turn := self._turns.get(turn_id)) is not None:
            turn.cut_off = TIMEOUT

    def abandoned(self, turn_id: str) -> None:
        """End the span of an interrupted turn whose end the client does not wait for."""
        if (turn := self._turns.get(turn_id)) is not None:
            self._release(turn)
            turn.end(turn.cut_off or "cancelled")

    def end_all(self, failure: str) -> None:
        """End all spans, because the connection has ended."""
        turns = {id(turn): turn for turn in (*self._starting.values(), *self._turns.values())}
        self._starting.clear()
        self._turns.clear()
        for turn in turns.values():
            turn.end(failure)

    def _new_turn(
        self, thread_id: str, parent: Context, *, agent: str = names.AGENT, is_subagent: bool = False
    ) -> TurnSpan:
        fact = self._threads.get(thread_id)
        client = self._client.span.get_span_context()
        is_below_client = trace.get_current_span(parent).get_span_context().span_id == client.span_id
        return TurnSpan(
            self._telemetry,
            thread_id,
            parent,
            agent=agent,
            provider=fact.provider,
            model=fact.model,
            is_subagent=is_subagent,
            links=() if is_below_client or is_subagent or not client.is_valid else (Link(client),),
        )

    def _bind(self, turn: TurnSpan, turn_id: str) -> None:
        turn.bind(turn_id)
        self._turns[turn_id] = turn

    def _release(self, turn: TurnSpan) -> None:
        if turn.id is not None and self._turns.pop(turn.id, None) is not None:
            self._ended[turn.id] = turn.operation.context()
            if len(self._ended) > MAX_ENDED_TURNS:
                self._ended.popitem(last=False)
