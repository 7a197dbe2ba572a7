"""The steps of `run_turn_once`, without I/O: a generator yields actions, and receives their results."""

from __future__ import annotations

import socket
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openai_codex.errors import (
    CodexError,
    InputError,
    InvalidRequestError,
    RequestTimeoutError,
    ServerBusyError,
    TransportClosedError,
    TurnFailedError,
    TurnTimeoutError,
)
from openai_codex.turn_once.actions import Blocking, Call, Sleep
from openai_codex.turn_once.journal import JournalEntry
from openai_codex.turn_once.models import TurnOutcome
from openai_codex.turn_once.outcomes import (
    ABANDONED,
    USAGE_LIMIT,
    find_turn,
    has_ended,
    may_start_again,
    outcome_of,
    overload_delay,
    reset_time,
    running_turn,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from openai_codex._json_types import JsonObject
    from openai_codex._results.result import TurnResult
    from openai_codex.turn_once.actions import Settings, Steps
    from openai_codex.turn_once.journal import JournalLock

FIRST_POLL = 0.02
MAX_POLL = 1.0
"""Shortest and longest pause between two checks, in seconds."""

TURNS_PER_PAGE = 20

SETTLE = 1.0
"""Time in which a shared runtime reads the rest of a connection whose client has ended, in seconds."""

CONTINUE = (
    "The previous turn ended because the program that runs you was restarted. Continue where it stopped. Do not repeat "
    "commands that have run; check their effects first."
)
"""Input of a turn that continues an interrupted one."""


class TurnOnce:
    """One call of `run_turn_once`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._request = settings.request
        self._journal = settings.journal
        self._locks: list[JournalLock] = []
        self._turn_handlers: Mapping[str, Any] = {}
        self._shared = False
        """Whether the client connects to a runtime that other clients may use."""

    def steps(self) -> Steps[TurnOutcome]:
        """Run the turn, or find out how it has ended."""
        try:
            yield from self._lock(f"turn:{self._request.key}")
            return (yield from self._locked())
        finally:
            while self._locks:
                self._locks.pop().release()

    def _locked(self) -> Steps[TurnOutcome]:
        key, fingerprint = self._request.key, self._request.fingerprint
        entry: JournalEntry | None = yield Blocking(lambda: self._journal.load(key))
        if entry is None:
            entry = JournalEntry(key=key, fingerprint=fingerprint)
        elif entry.fingerprint != fingerprint:
            raise InputError("key", f"expected a new key for another request, got {key!r}, which is in the journal")
        if entry.outcome is not None and (entry.state == "finished" or time.time() < entry.retry_at):
            return entry.outcome
        # The intent is recorded before anything is sent.
        yield from self._save(entry)
        home = yield from self._identify_home()
        if entry.thread_id is not None:
            return (yield from self._look_up(entry, home))
        if self._request.thread_id is None:
            return (yield from self._start_thread(entry, home))
        entry.thread_id, entry.home = self._request.thread_id, home
        return (yield from self._start_in_known_thread(entry))

    def _start_thread(self, entry: JournalEntry, home: str) -> Steps[TurnOutcome]:
        options = {**self._request.thread_options, **self._settings.handlers}
        thread = yield Call(lambda codex: codex.thread_start(**options))
        entry.thread_id, entry.home = thread.id, home
        return (yield from self._start_turn(entry, thread))

    def _start_in_known_thread(self, entry: JournalEntry) -> Steps[TurnOutcome]:
        """Start the turn in a thread that another caller may use, after the turn that runs there."""
        yield from self._lock(f"thread:{entry.thread_id}")
        thread = yield from self._open_known_thread(entry)
        while True:
            turns = yield from self._read_turns(entry)
            running = running_turn(turns)
            if running is None:
                return (yield from self._start_turn(entry, thread))
            yield from self._wait_for_other(entry, running)

    def _open_known_thread(self, entry: JournalEntry) -> Steps[Any]:
        """Load the thread, when no other runtime has loaded it."""
        deadline = self._deadline()
        for pause in _pauses():
            try:
                return (yield from self._resume(entry))
            except InvalidRequestError as error:
                if _is_missing(error):
                    return (yield from self._loaded_thread(entry))
                if not _is_loaded_elsewhere(error) or time.monotonic() > deadline:
                    raise
            yield Sleep(pause)
        raise AssertionError("unreachable")

    def _start_turn(self, entry: JournalEntry, thread: Any) -> Steps[TurnOutcome]:
        entry.state, entry.outcome = "starting", None
        yield from self._save(entry)
        request = self._request
        options: dict[str, Any] = {
            **request.options,
            **self._turn_handlers,
            **({} if request.output_schema is None else {"output_schema": request.output_schema}),
            "client_user_message_id": entry.message_id,
        }
        text = CONTINUE if entry.continuations else request.input
        try:
            handle = yield Call(lambda codex: thread.turn(text, **options))
        except ServerBusyError as error:
            # The runtime rejected the request, so that no turn has started.
            retry_at = time.time() + overload_delay(entry.attempt)
            return (yield from self._postpone(entry, str(error), "serverOverloaded", retry_at))
        except CodexError as error:
            if not isinstance(error, (TransportClosedError, RequestTimeoutError)):
                # The client or the runtime has rejected the turn.
                entry.state = "claimed"
                yield from self._save(entry)
            raise
        return (yield from self._wait(entry, thread, handle, ended=False))

    def _wait(self, entry: JournalEntry, thread: Any, handle: Any, *, ended: bool) -> Steps[TurnOutcome]:
        """Wait for the end of a turn and store its outcome.

        Args:
            entry: The record of the turn.
            thread: The thread; None if another runtime has loaded it.
            handle: A handle of the turn.
            ended: Whether the turn had ended when it was found.
        """
        request, on_turn = self._request, self._settings.on_turn
        if on_turn is not None:
            on_turn(handle)
        timeout: str | None = None
        try:
            result: TurnResult = yield Call(
                lambda codex: handle.run(timeout=request.timeout, idle_timeout=request.idle_timeout)
            )
        except TurnFailedError as error:
            result = error.result
        except TurnTimeoutError as error:
            result, timeout = error.result, str(error)
        outcome = outcome_of(request, entry, result, ABANDONED if ended else timeout)
        if may_start_again(result) and entry.attempt < request.max_attempts:
            now = time.time()
            retry_at = now + overload_delay(entry.attempt)
            if outcome.error_code == USAGE_LIMIT:
                retry_at = reset_time((yield from self._rate_limits()), now)
            return (yield from self._postpone(entry, outcome.error, outcome.error_code, retry_at))
        may_continue = ended and thread is not None and entry.continuations < request.max_continuations
        if may_continue and outcome.status == "interrupted":
            entry.attempt += 1
            entry.continuations += 1
            return (yield from self._start_turn(entry, thread))
        return (yield from self._finish(entry, outcome))

    def _look_up(self, entry: JournalEntry, home: str) -> Steps[TurnOutcome]:
        """Find the turn of an earlier call, which may have been sent."""
        yield from self._lock(f"thread:{entry.thread_id}")
        deadline = self._deadline()
        settled = not self._shared
        for pause in _pauses():
            try:
                thread = yield from self._resume(entry)
            except InvalidRequestError as error:
                if _is_loaded_elsewhere(error):
                    turn = find_turn((yield from self._read_turns(entry)), entry.message_id)
                    if turn is not None and has_ended(turn):
                        return (yield from self._attach(entry, None, turn))
                    if time.monotonic() > deadline:
                        return self._uncertain(entry, "another runtime has loaded the thread and may run the turn")
                    yield Sleep(pause)
                    continue
                if not _is_missing(error):
                    raise
                if entry.home != home:
                    return self._uncertain(entry, f"the thread is in CODEX_HOME {entry.home}, expected {home}")
                if self._request.thread_id is not None:
                    return self._uncertain(entry, "the thread was deleted, or lost before its first turn")
                if not settled:
                    settled = True
                    yield Sleep(SETTLE)
                    continue
                # The runtime stores a thread with its first turn, before it calls the model.
                return (yield from self._start_thread(entry, home))
            turns = yield from self._read_turns(entry)
            turn = find_turn(turns, entry.message_id)
            if turn is not None:
                return (yield from self._attach(entry, thread, turn))
            running = running_turn(turns)
            if running is not None:
                # Its user message may not be stored yet.
                yield from self._wait_for_other(entry, running)
            elif entry.home != home:
                return self._uncertain(entry, f"the turn is in CODEX_HOME {entry.home}, expected {home}")
            elif settled:
                return (yield from self._start_turn(entry, thread))
            else:
                settled = True
                yield Sleep(SETTLE)
        raise AssertionError("unreachable")

    def _attach(self, entry: JournalEntry, thread: Any, turn: JsonObject) -> Steps[TurnOutcome]:
        """Follow a running turn, or read the result of one that has ended."""
        turn_id = str(turn.get("id"))
        handle = yield Call(lambda codex: codex.turn_handle(entry.thread_id, turn_id))
        return (yield from self._wait(entry, thread, handle, ended=turn.get("status") != "inProgress"))

    def _wait_for_other(self, entry: JournalEntry, turn: JsonObject) -> Steps[None]:
        """Wait for the end of another turn in the thread, because the runtime would add the input to it."""
        turn_id = str(turn.get("id"))
        handle = yield Call(lambda codex: codex.turn_handle(entry.thread_id, turn_id))
        try:
            yield Call(lambda codex: handle.run(detach=True))
        except TurnFailedError:
            # Its caller receives the error.
            return

    def _postpone(
        self, entry: JournalEntry, error: str | None, code: str | None, retry_at: float
    ) -> Steps[TurnOutcome]:
        """Record that a further call starts the turn again."""
        outcome = TurnOutcome(
            key=entry.key,
            status="failed",
            thread_id=entry.thread_id,
            error=error,
            error_code=code,
            retry_at=retry_at,
            attempts=entry.attempt,
        )
        if entry.attempt >= self._request.max_attempts:
            return (yield from self._finish(entry, outcome.model_copy(update={"retry_at": None})))
        entry.attempt += 1
        entry.state, entry.outcome, entry.retry_at = "claimed", outcome, retry_at
        yield from self._save(entry)
        return outcome

    def _finish(self, entry: JournalEntry, outcome: TurnOutcome) -> Steps[TurnOutcome]:
        entry.state, entry.outcome = "finished", outcome
        yield from self._save(entry)
        return outcome

    def _uncertain(self, entry: JournalEntry, reason: str) -> TurnOutcome:
        """Return an outcome that is not stored, so that a later call looks again."""
        return TurnOutcome(
            key=entry.key,
            status="uncertain",
            thread_id=entry.thread_id,
            error=f"{reason}; the turn was not started again",
            attempts=entry.attempt,
        )

    def _resume(self, entry: JournalEntry) -> Steps[Any]:
        """Load the thread, so that no other runtime can write to it."""
        from openai_codex._requests.keyword_errors import keywords_of

        names = {*keywords_of("thread_resume"), "approval_mode", "sandbox"}
        options = {name: value for name, value in self._request.thread_options.items() if name in names}
        options.update(self._settings.handlers, include_turns=False)
        return (yield Call(lambda codex: codex.thread_resume(entry.thread_id, **options)))

    def _loaded_thread(self, entry: JournalEntry) -> Steps[Any]:
        """Return a thread that the runtime has loaded and not stored, because it has had no turn."""
        response = yield Call(partial(_send, method="thread/read", params={"threadId": entry.thread_id}))
        if response["thread"].get("ephemeral"):
            raise InputError("thread_id", "expected a thread that is stored, got an ephemeral one")
        self._turn_handlers = self._settings.handlers
        return (yield Call(partial(_thread_of, thread_id=entry.thread_id)))

    def _read_turns(self, entry: JournalEntry) -> Steps[list[JsonObject]]:
        """Return the stored turns, the newest first, until that of this request."""
        turns: list[JsonObject] = []
        params: JsonObject = {"threadId": entry.thread_id, "limit": TURNS_PER_PAGE, "itemsView": "full"}
        while True:
            try:
                page = yield Call(partial(_send, method="thread/turns/list", params=params))
            except InvalidRequestError as error:
                if "not materialized" in error.message:
                    # The thread has no turn yet.
                    return turns
                raise
            turns += page["data"]
            params = {**params, "cursor": page.get("nextCursor")}
            if params["cursor"] is None or find_turn(page["data"], entry.message_id) is not None:
                return turns

    def _rate_limits(self) -> Steps[Any]:
        try:
            return (yield Call(lambda codex: codex.rpc.account_rate_limits_read()))
        except CodexError:
            return None

    def _identify_home(self) -> Steps[str]:
        yield Call(lambda codex: codex._sender.connection())
        self._shared = yield Call(lambda codex: codex._sender.supervisor.config.url is not None)
        return self._settings.home or (yield Call(home_of))

    def _save(self, entry: JournalEntry) -> Steps[None]:
        yield Blocking(lambda: self._journal.save(entry))

    def _lock(self, name: str) -> Steps[None]:
        for pause in _pauses():
            if (yield Blocking(lambda: self._try_lock(name))):
                return
            yield Sleep(pause)

    def _try_lock(self, name: str) -> bool:
        lock = self._journal.try_lock(name)
        if lock is None:
            return False
        # Kept here, because the caller may be cancelled before it receives the result.
        self._locks.append(lock)
        return True

    def _deadline(self) -> float:
        timeout = self._settings.lookup_timeout
        return float("inf") if timeout is None else time.monotonic() + timeout


def _send(codex: Any, method: str, params: JsonObject) -> Any:
    return codex._sender.call(method, params)


def _thread_of(codex: Any, thread_id: str | None) -> Any:
    """Return a handle of a thread without resuming it."""
    from openai_codex._async.client import AsyncCodex
    from openai_codex._async.thread import AsyncThread
    from openai_codex._sync.thread import Thread

    handle: Any = AsyncThread if isinstance(codex, AsyncCodex) else Thread
    client: Any = codex
    return handle(client._sender, thread_id)


def home_of(codex: Any) -> str:
    """Return the identity of the CODEX_HOME of a runtime."""
    folder: str | None = codex.metadata.codex_home
    url: str | None = codex._sender.supervisor.config.url
    if url is not None:
        return f"{url}#{folder}"
    try:
        installation = Path(folder or "", "installation_id").read_text(encoding="utf-8").strip()
    except OSError:
        installation = ""
    # Machines that were created from one image have the same installation id.
    return f"{installation}:{folder}@{socket.gethostname()}"


def _pauses() -> Iterator[float]:
    """Yield the pauses between checks, in seconds, without an end."""
    pause = FIRST_POLL
    while True:
        yield pause
        pause = min(pause * 1.5, MAX_POLL)


def _is_loaded_elsewhere(error: InvalidRequestError) -> bool:
    return "active writer" in error.message


def _is_missing(error: InvalidRequestError) -> bool:
    return "no rollout found" in error.message
