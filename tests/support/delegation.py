"""A scripted model that starts sub-agents: the parent starts a child, which may start a grandchild."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from openai_codex.testing import FunctionCall

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from openai_codex.testing import RecordedRequest

PARENT, CHILD, GRANDCHILD = "Parent task.", "Child task.", "Grandchild task."

DEEP: dict[str, Any] = {"config_overrides": ("agents.max_depth=2",)}
"""Fields of the config with which a sub-agent may start others."""

_THREAD_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")


def agent_call(name: str, **arguments: Any) -> FunctionCall:
    """Return the call of a tool that controls sub-agents."""
    return FunctionCall(name, arguments, namespace="multi_agent_v1")


def spawn(task: str) -> FunctionCall:
    """Return the call that starts a sub-agent."""
    return agent_call("spawn_agent", message=task)


class Spawned:
    """A call whose argument is the thread id of the sub-agent that the model has started."""

    def __init__(self, name: str, field: str, **arguments: Any) -> None:
        self._name, self._field, self._arguments = name, field, arguments

    def call(self, request: RecordedRequest) -> FunctionCall:
        """Return the call for a request that contains the id."""
        found = _THREAD_ID.search(" ".join(map(str, request.function_outputs.values())))
        assert found is not None, request.function_outputs
        value = [found.group()] if self._field == "targets" else found.group()
        return agent_call(self._name, **{self._field: value}, **self._arguments)


WAIT = Spawned("wait_agent", "targets", timeout_ms=60_000)
"""Waits until the sub-agent has finished."""


def send_input(task: str) -> Spawned:
    """Return the call that gives the sub-agent another task."""
    return Spawned("send_input", "target", message=task)


def delegating(
    child: Sequence[Any], *, parent: Sequence[Any] | None = None, grandchild: Sequence[Any] = ()
) -> Callable[[RecordedRequest], Any]:
    """Return a script in which each agent makes its replies in order, one per call of the model.

    Args:
        child: Replies to the child.
        parent: Replies to the parent; None starts the child, waits for it and finishes.
        grandchild: Replies to the grandchild, which the child starts itself.

    Returns:
        The script. Further calls are answered with "Finished.".
    """
    replies = {
        PARENT: [spawn(CHILD), WAIT, "Parent is done."] if parent is None else list(parent),
        CHILD: list(child),
        GRANDCHILD: list(grandchild),
    }

    def reply(request: RecordedRequest) -> Any:
        agent = next(task for task in replies if any(text.startswith(task) for text in request.input_texts))
        step = replies[agent].pop(0) if replies[agent] else "Finished."
        return step.call(request) if isinstance(step, Spawned) else step

    return reply


def next_event(events: Any) -> Any:
    """Return the next event of a sync or async iterator of notifications."""
    return events.__next__() if hasattr(type(events), "__next__") else events.__anext__()


def end_of_other_turn(completed: Any, *turn_ids: str) -> Any:
    """Return the next `turn/completed` of a turn that is not listed."""
    while (event := next_event(completed)).turn_id in turn_ids:
        pass
    return event
