"""Rules that decide on approval requests, and policies that combine them."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar, cast

from openai_codex._callbacks import call_in_thread
from openai_codex._handlers.approvals import Approval, ApprovalRequest
from openai_codex.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

T = TypeVar("T")
ResultT = TypeVar("ResultT", covariant=True)

Rule: TypeAlias = Callable[[ApprovalRequest], "Approval | Awaitable[Approval | None] | None"]
"""A sync or async function that decides on a request, or returns None to abstain."""

Handler: TypeAlias = Callable[[ApprovalRequest], "Approval | Awaitable[Approval]"]
"""A sync or async function for `on_approval`. It decides on every request."""

ACCEPT = Approval.accept()
DECLINE = Approval.decline()


@dataclass(frozen=True)
class Decision:
    """A decision and the rule that made it.

    Attributes:
        approval: The decision.
        rule: The name of the rule, or `default`.
    """

    approval: Approval
    rule: str


@dataclass(frozen=True)
class NamedRule(Generic[ResultT]):
    """A sync rule whose repr is the call that created it.

    Attributes:
        name: The repr of the rule.
        decide: The function that decides.
    """

    name: str
    decide: Callable[[ApprovalRequest], ResultT]

    def __call__(self, request: ApprovalRequest) -> ResultT:
        """Return the decision of the rule, or None to abstain."""
        return self.decide(request)

    def __repr__(self) -> str:
        return self.name


class Policy:
    """Decide on requests by the first rule that does not abstain.

    A policy is a handler for `on_approval`, and a rule for another policy. As long as the rules are sync, it decides
    synchronously; from the first async rule on, it returns an awaitable. An exception of a rule is raised, which
    declines the request; so is the `InputError` for a rule that returns neither an `Approval` nor None.

        on_approval = Policy(deny_commands("git push"), allow_commands("git"), ask_in_terminal())

    Args:
        *rules: The rules, in order.
        default: The decision if all rules abstain; declines by default.

    Raises:
        InputError: A rule is not callable, or `default` is not an `Approval`.
    """

    def __init__(self, *rules: Rule, default: Approval = DECLINE) -> None:
        for index, rule in enumerate(rules):
            if not callable(rule):
                raise InputError(f"rules[{index}]", f"expected a callable that takes an approval request, got {rule!r}")
        if not isinstance(default, Approval):
            raise InputError("default", f"expected an Approval, got {default!r}")
        self._rules = rules
        self._default = default

    def __call__(self, request: ApprovalRequest) -> Approval | Awaitable[Approval]:
        """Return the decision on a request, or an awaitable of it."""
        decision = self.decide(request)
        return decision.approval if isinstance(decision, Decision) else _approval(decision)

    def decide(self, request: ApprovalRequest) -> Decision | Awaitable[Decision]:
        """Return the decision on a request and the name of its rule, or an awaitable of both."""
        rules = iter(self._rules)
        for rule in rules:
            result = evaluate(rule, request)
            if isinstance(result, Awaitable):
                return self._decide_async(request, result, rules)
            if result is not None:
                return result
        return Decision(self._default, "default")

    async def _decide_async(
        self, request: ApprovalRequest, pending: Awaitable[Decision | None], rules: Iterable[Rule]
    ) -> Decision:
        decision = await pending
        for rule in rules:
            if decision is not None:
                break
            # A rule may block while it waits for a person.
            result = await call_in_thread(evaluate, rule, request)
            decision = await result if isinstance(result, Awaitable) else result
        return Decision(self._default, "default") if decision is None else decision

    def __repr__(self) -> str:
        names = [rule_name(rule) for rule in self._rules]
        options = [] if self._default == DECLINE else [f"default={self._default!r}"]
        return f"Policy({', '.join([*names, *options])})"


def rule_name(rule: object) -> str:
    """Return the name of a rule: the qualified name of a function, else the repr."""
    name = getattr(rule, "__qualname__", None)
    return name if isinstance(name, str) else repr(rule)


def evaluate(rule: Rule, request: ApprovalRequest) -> Decision | Awaitable[Decision | None] | None:
    """Return the decision of a rule or handler, an awaitable of it, or None if it abstains.

    The decision of a policy carries the name of the rule inside the policy.

    Args:
        rule: The rule or handler.
        request: The request to decide on.

    Raises:
        InputError: The rule returned neither an `Approval` nor None.
    """
    if isinstance(rule, Policy):
        return rule.decide(request)
    result = rule(request)
    return _evaluate_async(rule, result) if isinstance(result, Awaitable) else _as_decision(rule, result)


async def _evaluate_async(rule: Rule, result: Awaitable[Approval | None]) -> Decision | None:
    return _as_decision(rule, await result)


def _as_decision(rule: Rule, result: object) -> Decision | None:
    if result is None:
        return None
    if not isinstance(result, Approval):
        raise InputError(rule_name(rule), f"expected it to return an Approval, or None to abstain, got {result!r}")
    return Decision(result, rule_name(rule))


async def _approval(decision: Awaitable[Decision]) -> Approval:
    return (await decision).approval


def format_call(function: str, *positional: object, **keywords: Collection[object]) -> str:
    """Return the source code of a call.

    Args:
        function: The name of the function.
        *positional: The positional arguments.
        **keywords: The keyword arguments. Empty values are omitted.
    """
    arguments = [repr(value) for value in positional]
    arguments += [f"{name}={value!r}" for name, value in keywords.items() if value]
    return f"{function}({', '.join(arguments)})"


def validate_collection(field: str, values: Collection[T]) -> Collection[T]:
    """Return the values of a collection.

    Args:
        field: The name of the argument, used in the error.
        values: The values.

    Raises:
        InputError: `values` is a single string or path, which would be iterated by characters.
    """
    if isinstance(values, (str, os.PathLike)):
        raise InputError(field, f"expected a collection, got the single value {values!r}; wrap it in a list")
    return values


def resolve_directory(field: str, path: object) -> str:
    """Return the real path of a directory.

    Args:
        field: The name of the argument, used in the error.
        path: The path of the directory.

    Raises:
        InputError: `path` is not a path or not an existing directory.
    """
    if not isinstance(path, (str, os.PathLike)):
        raise InputError(field, f"expected the path of a directory, got {path!r}")
    directory = str(os.fspath(cast("str | os.PathLike[str]", path)))
    if not os.path.isdir(directory):
        raise InputError(field, f"expected an existing directory, got {directory!r}")
    return os.path.realpath(directory)
