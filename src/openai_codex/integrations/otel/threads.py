"""`ThreadFacts`: the model, the provider and the instructions of each thread, which spans repeat."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from openai_codex._json_types import is_object

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_THREADS = 1_024
"""Maximum number of threads that are remembered."""

DEFAULT_PROVIDER = "openai"


class ThreadFact(NamedTuple):
    """The settings of a thread."""

    model: str | None = None
    provider: str = DEFAULT_PROVIDER
    instructions: tuple[str, ...] = ()


class ThreadFacts:
    """The settings of the threads that were used most recently."""

    def __init__(self) -> None:
        self._facts: OrderedDict[str, ThreadFact] = OrderedDict()

    def get(self, thread_id: object) -> ThreadFact:
        """Return the settings of a thread; defaults if they are unknown."""
        return self._facts.get(thread_id, ThreadFact()) if isinstance(thread_id, str) else ThreadFact()

    def opened(self, result: Mapping[str, Any], instructions: tuple[str, ...]) -> None:
        """Record the response to a request that opens a thread."""
        thread = result.get("thread")
        if is_object(thread) and isinstance(thread_id := thread.get("id"), str):
            provider = result.get("modelProvider") or thread.get("modelProvider")
            self._set(thread_id, result.get("model"), provider, instructions)

    def agents_called(self, item: Mapping[str, Any]) -> None:
        """Record the model of the sub-agents that a completed `collabAgentToolCall` item has started."""
        receivers: object = item.get("receiverThreadIds")
        if isinstance(receivers, list) and item.get("tool") == "spawnAgent":
            for thread_id in cast("list[object]", receivers):
                self.inherit(thread_id, item.get("senderThreadId"))
                self.model_changed(thread_id, item.get("model"))

    def inherit(self, thread_id: object, above_id: object) -> None:
        """Take the settings of the thread above, unless those of a sub-agent are known."""
        if isinstance(thread_id, str) and thread_id not in self._facts:
            above = self.get(above_id)
            self._set(thread_id, above.model, above.provider, ())

    def model_changed(self, thread_id: object, model: object) -> None:
        """Record the model that a thread uses from now on."""
        if isinstance(thread_id, str) and isinstance(model, str) and model:
            fact = self.get(thread_id)
            self._set(thread_id, model, fact.provider, fact.instructions)

    def _set(self, thread_id: str, model: object, provider: object, instructions: tuple[str, ...]) -> None:
        self._facts[thread_id] = ThreadFact(
            model if isinstance(model, str) and model else None,
            provider if isinstance(provider, str) and provider else DEFAULT_PROVIDER,
            instructions,
        )
        self._facts.move_to_end(thread_id)
        if len(self._facts) > MAX_THREADS:
            self._facts.popitem(last=False)
