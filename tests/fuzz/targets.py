"""What is fuzzed: for each target how an input is made of chance, and what has to hold of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from fuzz import bundles, streams, values

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator


class Input(Protocol):
    """What a target takes."""

    def smaller(self) -> Iterator[Any]:
        """Give inputs with less in them."""
        ...

    def dump(self) -> Any:
        """Return it as JSON, for a reproducer."""
        ...


class Target(NamedTuple):
    """One thing to fuzz."""

    make: Callable[[random.Random], Any]
    check: Callable[[Any], str]
    """Raises if something does not hold; returns in short what came of it."""

    load: Callable[[Any], Any]
    """Makes an input of what `Input.dump` gave."""


TARGETS = {
    "framing": Target(streams.stream, streams.check_framing, streams.Stream.load),
    "session": Target(streams.stream, streams.check_session, streams.Stream.load),
    "payload": Target(values.params, values.check_payload, values.Value.load),
    "response": Target(values.result, values.check_response, values.Value.load),
    "codegen": Target(bundles.bundle, bundles.check_bundle, bundles.Made.load),
}


def explore(target: Target, seed: str, minimise: bool = True) -> tuple[str, Any, BaseException | None]:
    """Make and check one input. Return what came of it, and, if that is a failure, the smallest input with it."""
    import random

    made = target.make(random.Random(seed))
    outcome, failure = attempt(target, made)
    if failure is not None and minimise:
        made, failure = smallest(target, made, failure)
    return outcome, made, failure


def attempt(target: Target, made: Any) -> tuple[str, BaseException | None]:
    """Check one input; return what came of it, and what it raised."""
    try:
        return target.check(made), None
    except Exception as error:  # whatever it is: that is what is looked for
        return f"FAILED {type(error).__name__}", error


def smallest(target: Target, made: Any, failure: BaseException, tries: int = 2_000) -> tuple[Any, BaseException]:
    """Leave out of an input what does not matter for the failure."""
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
