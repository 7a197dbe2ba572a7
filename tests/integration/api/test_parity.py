"""The two clients are one API: they differ in `await`, and in nothing else."""

from __future__ import annotations

import functools
import inspect
import re
from typing import Any

import pytest

import openai_codex
from codex_protocol import rpc

TWINS = [
    (openai_codex.Codex, openai_codex.AsyncCodex),
    (openai_codex.Thread, openai_codex.AsyncThread),
    (openai_codex.TurnHandle, openai_codex.AsyncTurnHandle),
    (openai_codex.TurnStream, openai_codex.AsyncTurnStream),
    (openai_codex.Notifications, openai_codex.AsyncNotifications),
    (openai_codex.GoalHandle, openai_codex.AsyncGoalHandle),
    (openai_codex.ChatgptLoginHandle, openai_codex.AsyncChatgptLoginHandle),
    (openai_codex.DeviceCodeLoginHandle, openai_codex.AsyncDeviceCodeLoginHandle),
    (rpc.Rpc, rpc.AsyncRpc),
]
IDS = [sync.__name__ for sync, _ in TWINS]

CLASSES = [
    value
    for name in openai_codex.__all__
    if inspect.isclass(value := getattr(openai_codex, name)) and value.__module__.startswith("openai_codex")
]


PROPERTIES = (property, functools.cached_property)

AT_ONCE = {
    # It gives what `async with` takes, and what that does is awaited.
    ("Thread", "stream"),
    ("TurnStream", "detach"),
    # They ask nothing of the runtime.
    ("Codex", "with_options"),
    ("Codex", "on"),
    ("Codex", "notifications"),
    ("Codex", "diagnostics"),
    ("Notifications", "close"),
}

DIFFERENT = {
    # Who may call it at the same time differs, and when a runtime is there at all.
    ("Codex", "close"),
    ("Codex", "metadata"),
    ("Codex", "diagnostics"),
    # Where a function is called.
    ("Codex", "on"),
    # What happens at once after `break`, and what soon.
    ("TurnHandle", "stream"),
    ("TurnStream", "stream"),
}


def public(kind: type) -> dict[str, Any]:
    """Return the public methods and properties of a class, those that it inherits from ours among them."""
    return {
        name: inspect.getattr_static(kind, name)
        for name in dir(kind)
        if not name.startswith("_") and callable_or_property(inspect.getattr_static(kind, name))
    }


def callable_or_property(value: object) -> bool:
    return inspect.isfunction(value) or isinstance(value, PROPERTIES)


def same(text: str) -> str:
    """Take the words out that have to differ."""
    text = re.sub(r"\bAsync(?=[A-Z])|\bawait |\basync ", "", text)
    # A generator that is awaited returns nothing, and its type has no place for that.
    text = text.replace(", None, None]", ", None]")
    return text


@pytest.mark.parametrize(("sync", "asynchronous"), TWINS, ids=IDS)
def test_both_have_the_same_methods(sync: type, asynchronous: type) -> None:
    assert set(public(sync)) == set(public(asynchronous))


@pytest.mark.parametrize(("sync", "asynchronous"), TWINS, ids=IDS)
def test_signatures_agree(sync: type, asynchronous: type) -> None:
    for name, value in public(sync).items():
        if isinstance(value, PROPERTIES):
            continue
        here, there = (inspect.signature(found) for found in (value, public(asynchronous)[name]))
        assert list(here.parameters.values()) == list(there.parameters.values()), name
        assert same(str(here.return_annotation)) == same(str(there.return_annotation)), name


@pytest.mark.parametrize(("sync", "asynchronous"), TWINS, ids=IDS)
def test_docstrings_agree(sync: type, asynchronous: type) -> None:
    for name, value in public(sync).items():
        here, there = inspect.getdoc(value), inspect.getdoc(public(asynchronous)[name])
        assert here, f"{sync.__name__}.{name} says nothing"
        assert there
        assert same(here) == same(there) or (sync.__name__, name) in DIFFERENT, name


@pytest.mark.parametrize(("sync", "asynchronous"), TWINS, ids=IDS)
def test_what_waits_is_a_coroutine(sync: type, asynchronous: type) -> None:
    """What the sync twin does with the runtime, the async one awaits; what is at hand already, neither waits for."""
    for name, value in public(asynchronous).items():
        if not isinstance(value, PROPERTIES) and (sync.__name__, name) not in AT_ONCE:
            assert inspect.iscoroutinefunction(value) or inspect.isasyncgenfunction(value), name


def test_retries_have_the_same_options() -> None:
    here, there = (
        inspect.signature(found).parameters
        for found in (openai_codex.retry_on_overload, openai_codex.async_retry_on_overload)
    )
    assert list(here) == list(there)
    assert [found.default for found in here.values()] == [found.default for found in there.values()]


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_everything_public_is_documented(kind: type) -> None:
    own = kind.__doc__
    assert own
    assert not own.startswith(f"{kind.__name__}("), "this is what dataclasses make up"
    for name, value in public(kind).items():
        where = inspect.getattr_static(kind, name)
        if getattr(where, "__module__", "").startswith("openai_codex"):
            assert inspect.getdoc(value), f"{kind.__name__}.{name}"


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_nothing_public_is_typed_as_anything(kind: type) -> None:
    for name, value in {**public(kind), "__init__": kind.__init__}.items():  # type: ignore[misc]
        function = getattr(value, "fget", None) or getattr(value, "func", None) or value
        if not inspect.isfunction(function) or not function.__module__.startswith("openai_codex"):
            continue
        for place, annotation in function.__annotations__.items():
            assert not re.search(r"\bAny\b", str(annotation)), f"{kind.__name__}.{name}: {place}"


def test_functions_are_typed_and_documented() -> None:
    for function in (
        openai_codex.retry_on_overload,
        openai_codex.async_retry_on_overload,
        openai_codex.is_retryable_error,
    ):
        assert function.__doc__
        assert "Any" not in str(inspect.signature(function))
