"""Fuzz targets: the generator of random inputs of each target, and the check of an input."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from fuzz import bundles, streams, values

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator


class Input(Protocol):
    """An input of a target."""

    def smaller(self) -> Iterator[Any]:
        """Yield smaller inputs."""
        ...

    def dump(self) -> Any:
        """Return the input as JSON, for a reproducer."""
        ...


class Target(NamedTuple):
    """A fuzz target."""

    make: Callable[[random.Random], Any]
    check: Callable[[Any], str]
    """Raises if a property does not hold; returns a short description of the result."""

    load: Callable[[Any], Any]
    """Creates an input from the result of `Input.dump`."""


TARGETS = {
    "framing": Target(streams.stream, streams.check_framing, streams.Stream.load),
    "session": Target(streams.stream, streams.check_session, streams.Stream.load),
    "payload": Target(values.params, values.check_payload, values.Value.load),
    "response": Target(values.result, values.check_response, values.Value.load),
    "codegen": Target(bundles.bundle, bundles.check_bundle, bundles.Made.load),
}


def explore(target: Target, seed: str, minimise: bool = True) -> tuple[str, Any, BaseException | None]:
    """Generate and check one input. Return the result, and the minimized input if the check failed."""
    import random

    made = target.make(random.Random(seed))
    outcome, failure = attempt(target, made)
    if failure is not None and minimise:
        made, failure = smallest(target, made, failure)
    return outcome, made, failure


def attempt(target: Target, made: Any) -> tuple[str, BaseException | None]:
    """Check one input; return the result and the exception."""
    try:
        return target.check(made), None
    except Exception as error:  # any exception is a finding
        return f"FAILED {type(error).__name__}", error


def smallest(target: Target, made: Any, failure: BaseException, tries: int = 2_000) -> tuple[Any, BaseException]:
    """Minimize an input that fails."""
    found = True
    while found and tries > 0:
        found = False
        for candidate in made.smaller():
            tries -= 1
            _, problem = attempt(target, candidate)
            if type(problem) is type(failure):
                assert problem is not None
                made, failure, found = candidate, problem, True
                break
            if tries <= 0:
                break
    return made, failure
