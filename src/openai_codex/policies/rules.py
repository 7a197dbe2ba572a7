"""Rules that have an opinion on what the runtime asks, and policies that decide by them."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar, cast

from openai_codex._handlers.approvals import Approval, ApprovalRequest
from openai_codex.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

T = TypeVar("T")
OpinionT = TypeVar("OpinionT", covariant=True)

Rule: TypeAlias = Callable[[ApprovalRequest], "Approval | Awaitable[Approval | None] | None"]
"""A function, sync or async: what it decides on a request, or None where it has no opinion."""

Handler: TypeAlias = Callable[[ApprovalRequest], "Approval | Awaitable[Approval]"]
"""What `on_approval` takes: a function, sync or async, that decides on every request."""

ACCEPT = Approval.accept()
DECLINE = Approval.decline()


@dataclass(frozen=True)
class Decision:
    """What was decided, and the name of the rule that did."""

    approval: Approval
    rule: str


@dataclass(frozen=True)
class NamedRule(Generic[OpinionT]):
    """A sync rule whose name says what it is about, as it was written in the program."""

    name: str
    decide: Callable[[ApprovalRequest], OpinionT]

    def __call__(self, request: ApprovalRequest) -> OpinionT:
        """Return what the rule decides; None where it has no opinion."""
        return self.decide(request)

    def __repr__(self) -> str:
        return self.name


class Policy:
    """Decides by rules: the first that has an opinion counts, and `otherwise` where none has one.

    A handler for `on_approval`, and a rule for another policy. While all rules that are asked are sync it decides at
    once; from the first async one on it returns an awaitable. What a rule raises is passed on, which declines. So does
    a rule that returns something other than an `Approval` or None, by an `InputError`.

        on_approval = Policy(deny_commands("git push"), allow_commands("git"), ask_in_terminal())
    """

    def __init__(self, *rules: Rule, default: Approval = DECLINE) -> None:
        for index, rule in enumerate(rules):
            if not callable(rule):
                raise InputError(f"rules[{index}]", f"expected a function that takes the request, got {rule!r}")
        if not isinstance(default, Approval):
            raise InputError("otherwise", f"expected an Approval, got {default!r}")
        self._rules = rules
        self._default = default

    def __call__(self, request: ApprovalRequest) -> Approval | Awaitable[Approval]:
        """Return the decision on a request, or an awaitable of it."""
        decided = self.decide(request)
        return decided.approval if isinstance(decided, Decision) else _approval(decided)

    def decide(self, request: ApprovalRequest) -> Decision | Awaitable[Decision]:
        """Return the decision on a request with the name of the rule that made it, or an awaitable of that."""
        rules = iter(self._rules)
        for rule in rules:
            found = evaluate(rule, request)
            if isinstance(found, Awaitable):
                return self._decide_async(request, found, rules)
            if found is not None:
                return found
        return Decision(self._default, "otherwise")

    async def _decide_async(
        self, request: ApprovalRequest, waiting: Awaitable[Decision | None], rules: Iterable[Rule]
    ) -> Decision:
        import asyncio

        decided = await waiting
        for rule in rules:
            if decided is not None:
                break
            # In a thread, as handlers are: it may wait for a person.
            found = await asyncio.to_thread(evaluate, rule, request)
            decided = await found if isinstance(found, Awaitable) else found
        return Decision(self._default, "otherwise") if decided is None else decided

    def __repr__(self) -> str:
        named = [rule_name(rule) for rule in self._rules]
        rest = [] if self._default == DECLINE else [f"otherwise={self._default!r}"]
        return f"Policy({', '.join([*named, *rest])})"


def rule_name(rule: object) -> str:
    """Return what to call a rule: the name of a function, what else prints as."""
    name = getattr(rule, "__qualname__", None)
    return name if isinstance(name, str) else repr(rule)


def evaluate(rule: Rule, request: ApprovalRequest) -> Decision | Awaitable[Decision | None] | None:
    """Return what a rule or handler decides, with the name of the rule: that inside of a policy, if it is one.

    Raises `InputError` for what is neither an `Approval` nor None.
    """
    if isinstance(rule, Policy):
        return rule.decide(request)
    found = rule(request)
    return _evaluate_async(rule, found) if isinstance(found, Awaitable) else _decided(rule, found)


async def _evaluate_async(rule: Rule, found: Awaitable[Approval | None]) -> Decision | None:
    return _decided(rule, await found)


def _decided(rule: Rule, found: object) -> Decision | None:
    if found is None:
        return None
    if not isinstance(found, Approval):
        raise InputError(rule_name(rule), f"expected an Approval, or None for no opinion; it returned {found!r}")
    return Decision(found, rule_name(rule))


async def _approval(decided: Awaitable[Decision]) -> Approval:
    return (await decided).approval


def format_call(function: str, *positional: object, **keywords: Collection[object]) -> str:
    """Return the name of a rule as the call that makes it; keywords that are empty are left out."""
    shown = [repr(value) for value in positional]
    shown += [f"{name}={value!r}" for name, value in keywords.items() if value]
    return f"{function}({', '.join(shown)})"


def validate_collection(field: str, values: Collection[T]) -> Collection[T]:
    """Return some values. Raises `InputError` for a single string, which would be taken for its letters."""
    if isinstance(values, (str, os.PathLike)):
        raise InputError(field, f"expected several, got {values!r}; put it into a list")
    return values


def resolve_directory(field: str, folder: object) -> str:
    """Return the real path of a folder. Raises `InputError` if it is not there."""
    if not isinstance(folder, (str, os.PathLike)):
        raise InputError(field, f"expected the path of a folder, got {folder!r}")
    path = str(os.fspath(cast("str | os.PathLike[str]", folder)))
    if not os.path.isdir(path):
        raise InputError(field, f"there is no folder {path!r} here")
    return os.path.realpath(path)
