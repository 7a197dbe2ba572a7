"""The relation between threads and their sub-agents, as the runtime reports it. No I/O, no locks.

The runtime reports it in three places: `turn.rootTurnId` of a sub-agent's turn (since 0.162), `parentThreadId` of a
thread (since 0.144.4), and the sender and receivers of `collabAgentToolCall` items. Any of them may arrive first.

Only the reader of a connection adds relations. Other threads may read, because each step reads one dictionary.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, cast

from openai_codex._json_types import is_object
from openai_codex._protocol.subagents.nodes import UNKNOWN_SERIAL, Ancestor, ThreadNode, TurnNode
from openai_codex._protocol.subagents.workspaces import Workspaces

if TYPE_CHECKING:
    from openai_codex._json_types import JsonMapping

MAX_THREADS = 10_000
"""Maximum number of threads. Beyond it, the threads that were used least recently are forgotten."""

MAX_ENDED_TURNS = 1_024
"""Maximum number of ended turns, and of those with sub-agents that may still run."""

MAX_DEPTH = 100
"""Maximum number of ancestors of a thread."""

SETTINGS_UPDATED = "thread/settings/updated"

OBSERVED_METHODS = frozenset({"turn/started", "turn/completed", "thread/started", SETTINGS_UPDATED})
"""Methods of notifications that matter for the threads. Of items, only calls between agents do."""

OPENING_METHODS = frozenset({"thread/start", "thread/fork", "thread/resume", "thread/unarchive", "review/start"})
"""Methods of client requests whose response contains a thread that the client may use."""

USING_METHODS = frozenset(
    {
        "thread/resume",
        "turn/start",
        "review/start",
        "thread/goal/set",
        "thread/queue/add",
        "thread/queue/start",
        "thread/compact/start",
        "thread/shellCommand",
        "thread/realtime/start",
        "mcpServer/tool/call",
    }
)
"""Methods of client requests that start work in a thread, which may send requests before the response."""

_PROMPTING_TOOLS = frozenset({"spawnAgent", "sendInput"})
"""Tools that start a turn of a sub-agent."""


class ThreadTree:
    """The threads and turns of one connection, and which of them are those of sub-agents."""

    def __init__(self) -> None:
        self.serial = 0
        """Serial of the turn that started last."""
        self._threads: OrderedDict[str, ThreadNode] = OrderedDict()
        self.to_interrupt: list[TurnNode] = []
        """Turns of sub-agents that started after `stop`: the client has to interrupt them."""
        self._turns: dict[str, TurnNode] = {}
        self.running: dict[str, TurnNode] = {}
        """Running turns of sub-agents, by id."""
        self._ended: OrderedDict[str, TurnNode] = OrderedDict()
        self._lingering: OrderedDict[str, TurnNode] = OrderedDict()
        """Ended turns with sub-agents that may still run."""
        self.workspaces = Workspaces()

    # Relations

    def request_sent(self, method: str, params: object) -> None:
        """Record that the client uses the thread of a request."""
        if method in USING_METHODS and is_object(params) and isinstance(params.get("threadId"), str):
            self.add_own(str(params["threadId"]))

    def response_received(self, method: str, result: object) -> None:
        """Record the thread in the response to a request of `OPENING_METHODS`."""
        if not is_object(result):
            return
        thread = result.get("thread")
        if is_object(thread):
            self._add_thread(thread, own=True)
        review_thread_id = result.get("reviewThreadId")
        if method == "review/start" and isinstance(review_thread_id, str):
            self.add_own(review_thread_id)

    def add_own(self, thread_id: str) -> None:
        """Record that this client uses a thread."""
        self._thread(thread_id).is_own = True

    def observe(self, method: str, params: JsonMapping) -> None:
        """Process a notification of `OBSERVED_METHODS`."""
        if method == "turn/started":
            self._start_turn(params)
        elif method == "turn/completed":
            self._end_turn(params)
        elif method == SETTINGS_UPDATED:
            thread_id, settings = params.get("threadId"), params.get("threadSettings")
            if isinstance(thread_id, str) and is_object(settings):
                self.workspaces.set(thread_id, settings.get("cwd"))
        else:
            thread = params.get("thread")
            if is_object(thread):
                self._add_thread(thread, own=False)

    def observe_call(self, item: JsonMapping, *, completed: bool) -> None:
        """Process the start or the end of a `collabAgentToolCall` item."""
        sender_id, tool, item_id = item.get("senderThreadId"), item.get("tool"), str(item.get("id"))
        if not isinstance(sender_id, str):
            return
        sender = self._thread(sender_id)
        root = self._turns.get(sender.turn.root_id) if sender.turn is not None else None
        receivers: object = item.get("receiverThreadIds")
        receiver_ids = [str(each) for each in cast("list[object]", receivers if isinstance(receivers, list) else [])]
        for receiver_id in receiver_ids:
            self._link(receiver_id, sender_id)
        if root is None:
            return
        if tool == "spawnAgent" and not completed:
            root.spawning.add(item_id)
        elif completed:
            root.spawning.discard(item_id)
            for receiver_id in receiver_ids:
                self._call_completed(root, str(tool), receiver_id)
            self._settle(root)

    # Queries

    def thread(self, thread_id: str) -> ThreadNode | None:
        """Return a thread, or None if it is unknown."""
        return self._threads.get(thread_id)

    def turn(self, turn_id: object) -> TurnNode | None:
        """Return a turn, or None if it is unknown."""
        return self._turns.get(turn_id) if isinstance(turn_id, str) else None

    def lineage(self, thread_id: str, turn_id: str | None) -> tuple[Ancestor, ...] | None:
        """Return a thread and its ancestors, the nearest first; None if it does not belong to this client.

        Args:
            thread_id: Id of a thread.
            turn_id: Id of a turn of that thread; None if only the thread is known.

        Returns:
            The thread itself and its ancestors. None if neither the thread nor its last known ancestor is one of this
            client, or if the turn at the top is unknown.
        """
        node = self._threads.get(thread_id)
        if node is None:
            return None
        turn = None if turn_id is None else self._turns.get(turn_id)
        if turn_id is None and node.turn is not None and not node.turn.ended:
            turn, turn_id = node.turn, node.turn.id
        steps: list[Ancestor] = []
        seen: set[str] = set()
        known = False
        while node is not None and node.id not in seen and len(seen) < MAX_DEPTH:
            seen.add(node.id)
            step_turn_id = turn_id if not steps else (None if turn is None else turn.id)
            steps.append(Ancestor(node.id, step_turn_id, UNKNOWN_SERIAL if turn is None else turn.serial))
            # The nearest thread that the client uses decides: an unknown ancestor of that thread has no handlers.
            known = known or node.is_own
            if not known and self._is_orphan(node, turn):
                return None
            turn = None if turn is None else turn.parent
            node = self._threads.get((node.parent_id or "") if turn is None else turn.thread_id)
        return tuple(steps) if known else None

    def _is_orphan(self, thread: ThreadNode, turn: TurnNode | None) -> bool:
        """Return whether the turn that decides about a sub-agent is unknown, so that its handlers are missing."""
        if turn is None:
            return thread.parent_id is not None
        return turn.is_subagent and (turn.parent is None or turn.root_id not in self._turns)

    def ancestors(self, turn: TurnNode) -> list[TurnNode]:
        """Return the turns for which the turn of a sub-agent works, the nearest first.

        If the turn at the top has ended, the running turn of its thread is added: it may wait for the sub-agent.
        """
        found: list[TurnNode] = []
        top = turn
        while top.parent is not None and len(found) < MAX_DEPTH:
            top = top.parent
            found.append(top)
        if found and top.ended:
            thread = self._threads.get(top.thread_id)
            if thread is not None and thread.turn is not None and thread.turn is not top:
                found.append(thread.turn)
        return found

    def running_below(self, thread_id: str, turn_id: str | None) -> list[TurnNode]:
        """Return the running turns of the sub-agents of a turn.

        Args:
            thread_id: Id of the thread of the turn.
            turn_id: Id of the turn. If it has ended, only its own sub-agents are returned, otherwise also those that an
                earlier turn of the thread has left running. None means those of all turns of the thread.

        Returns:
            The turns, in the order in which they started.
        """
        turn = self.turn(turn_id)
        only = turn if turn is not None and turn.ended else None
        return [each for each in list(self.running.values()) if self._is_below(each, thread_id, only)]

    def _is_below(self, turn: TurnNode, thread_id: str, only: TurnNode | None) -> bool:
        above, depth = turn.parent, 0
        while above is not None and depth < MAX_DEPTH:
            if above is only or (only is None and above.thread_id == thread_id):
                return True
            above, depth = above.parent, depth + 1
        return False

    def may_have_subagents(self, turn_id: str) -> bool:
        """Return whether sub-agents may still send requests that concern a turn, although it has ended."""
        turn = self._turns.get(turn_id)
        root = None if turn is None else self._turns.get(turn.root_id)
        if root is None:
            return False
        return bool(root.live or root.spawning) or (root is not turn and not root.ended)

    def stop(self, thread_id: str, turn_id: str | None) -> list[TurnNode]:
        """Mark the sub-agents of a turn as interrupted, and those that start from now on.

        Takes no lock, so that a finalizer can call it. If a turn starts at the same time, this method or `observe`
        returns it.

        Args:
            thread_id: Id of the thread of the turn.
            turn_id: Id of the turn; None means all turns of the thread.

        Returns:
            The turns to interrupt. A turn is returned once.
        """
        turn = self.turn(turn_id)
        if turn is not None:
            turn.stopped = True
        found: list[TurnNode] = []
        for each in self.running_below(thread_id, turn_id):
            root = self._turns.get(each.root_id)
            if root is not None and (turn is None or not turn.is_subagent):
                root.stopped = True
            each.stopped = True
            if not each.interrupted:
                each.interrupted = True
                found.append(each)
        return found

    def touch(self, turn_id: str, when: float) -> None:
        """Record when the turn of a sub-agent was last active, by `time.monotonic`."""
        turn = self.turn(turn_id)
        for above in [] if turn is None else self.ancestors(turn):
            thread = self._threads.get(above.thread_id)
            if thread is not None:
                thread.last_active = max(thread.last_active or 0.0, when)

    # Changes

    def _thread(self, thread_id: str) -> ThreadNode:
        node = self._threads.get(thread_id)
        if node is not None:
            self._threads.move_to_end(thread_id)
            return node
        node = self._threads[thread_id] = ThreadNode(thread_id)
        if len(self._threads) > MAX_THREADS:
            self._forget_oldest()
        return node

    def _forget_oldest(self) -> None:
        # A thread with a running turn is in use, unless there are too many of them.
        for _ in range(MAX_DEPTH):
            thread_id, node = self._threads.popitem(last=False)
            if node.turn is None or node.turn.ended:
                return
            self._threads[thread_id] = node
        self._threads.popitem(last=False)

    def _add_thread(self, thread: JsonMapping, *, own: bool) -> None:
        thread_id, parent_id, nickname = thread.get("id"), thread.get("parentThreadId"), thread.get("agentNickname")
        if not isinstance(thread_id, str):
            return
        node = self._thread(thread_id)
        node.is_own = node.is_own or own
        if isinstance(nickname, str):
            node.nickname = nickname
        if isinstance(parent_id, str):
            self.workspaces.set(thread_id, thread.get("cwd"))
            self._link(thread_id, parent_id)

    def _link(self, thread_id: str, parent_id: str) -> None:
        node = self._thread(thread_id)
        if node.parent_id is not None or thread_id == parent_id or self._has_ancestor(parent_id, thread_id):
            return
        node.parent_id = parent_id
        # At once: the parent may change its own directory later.
        self.workspaces.inherit(thread_id, parent_id)
        if node.turn is not None and not node.turn.ended:
            self._place(node.turn, node)

    def _has_ancestor(self, thread_id: str, ancestor_id: str) -> bool:
        for _ in range(MAX_DEPTH):
            node = self._threads.get(thread_id)
            if node is None or node.parent_id is None:
                return False
            if node.parent_id == ancestor_id:
                return True
            thread_id = node.parent_id
        return True

    def _start_turn(self, params: JsonMapping) -> None:
        thread_id, turn = params.get("threadId"), params.get("turn")
        turn_id = turn.get("id") if is_object(turn) else None
        if not isinstance(thread_id, str) or not is_object(turn) or not isinstance(turn_id, str):
            return
        if turn_id in self._turns:
            return
        root_id = turn.get("rootTurnId")
        self.serial += 1
        node = TurnNode(turn_id, thread_id, root_id if isinstance(root_id, str) else None, self.serial)
        thread = self._thread(thread_id)
        thread.turn = self._turns[turn_id] = node
        self._place(node, thread)
        for below in list(self.running.values()):
            below_thread = self._threads.get(below.thread_id)
            if below_thread is None or below_thread.parent_id != thread_id:
                continue
            if below.root_id == node.root_id and below.parent is not None and not below.parent.is_subagent:
                # It was reported before this turn, so that the root stood for this one.
                below.parent = node

    def _place(self, turn: TurnNode, thread: ThreadNode) -> None:
        """Set the parent of a running turn."""
        above = None if thread.parent_id is None else self._threads.get(thread.parent_id)
        turn_above = None if above is None else above.turn
        if turn_above is not None and not turn.root_reported and not thread.is_own:
            turn.root_id = turn_above.root_id
        root = self._turns.get(turn.root_id)
        if root is None or root is turn:
            return
        # Until the thread above is known, the root stands for it.
        turn.parent = turn_above if turn_above is not None and turn_above.root_id == turn.root_id else root
        self.running[turn.id] = turn
        root.live.add(thread.id)
        self._settle(root)
        if (root.stopped or turn.parent.stopped) and not turn.interrupted:
            turn.interrupted = turn.stopped = True
            self.to_interrupt.append(turn)

    def _end_turn(self, params: JsonMapping) -> None:
        turn = params.get("turn")
        node = self.turn(turn.get("id")) if is_object(turn) else None
        if node is None or node.ended:
            return
        node.ended = True
        root = self._turns.get(node.root_id)
        if self.running.pop(node.id, None) is not None and root is not None:
            root.live.discard(node.thread_id)
            self._settle(root)
        self._settle(node)

    def _call_completed(self, root: TurnNode, tool: str, receiver_id: str) -> None:
        receiver = self._threads.get(receiver_id)
        turn = None if receiver is None else receiver.turn
        if tool == "closeAgent":
            root.live.discard(receiver_id)
        elif tool in _PROMPTING_TOOLS and not (tool == "spawnAgent" and turn is not None and turn.ended):
            root.live.add(receiver_id)

    def _settle(self, turn: TurnNode) -> None:
        """Keep an ended turn as long as its sub-agents may run, and then as one of the last ones."""
        if not turn.ended:
            return
        lingers = bool(turn.live or turn.spawning)
        kept, other = (self._lingering, self._ended) if lingers else (self._ended, self._lingering)
        other.pop(turn.id, None)
        kept[turn.id] = turn
        if len(kept) > MAX_ENDED_TURNS:
            oldest, _ = kept.popitem(last=False)
            self._turns.pop(oldest, None)
