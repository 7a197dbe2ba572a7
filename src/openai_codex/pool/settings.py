"""Arguments of the pools, and their validation."""

from __future__ import annotations

from collections.abc import AsyncIterable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

from openai_codex._requests.keywords import CodexRunKeywords, ThreadResumeKeywords, ThreadStartKeywords
from openai_codex._validation import validate_integer
from openai_codex.config import CodexConfig, check_url
from openai_codex.errors import InputError

if TYPE_CHECKING:
    from openai_codex._requests.presets import ApprovalMode, GranularApproval
    from openai_codex._requests.sandbox import SandboxSetting

DEFAULT_SIZE = 2
"""Number of runtimes without an argument."""

DEFAULT_CONCURRENCY = 8
"""Number of turns of `map` that run at the same time on each runtime, without another limit."""

OnError: TypeAlias = Literal["return", "raise"]


class PoolThreadStartKeywords(ThreadStartKeywords, total=False):
    """Keywords of `CodexPool.thread_start`: those of `Codex.thread_start`."""

    approval_mode: ApprovalMode | GranularApproval
    """Approver of actions outside the sandbox."""

    sandbox: SandboxSetting | None
    """Files and network that commands may access; None uses the runtime's configuration."""


class PoolThreadResumeKeywords(ThreadResumeKeywords, total=False):
    """Keywords of `CodexPool.thread_resume`: those of `Codex.thread_resume`."""

    approval_mode: ApprovalMode | GranularApproval | None
    """Approver of actions outside the sandbox; None keeps the stored mode."""

    sandbox: SandboxSetting | None
    """Files and network that commands may access; None keeps the stored setting."""

    include_turns: bool | None
    """Whether the response contains past turns; None uses the runtime's default."""


class PoolRunKeywords(CodexRunKeywords, total=False):
    """Keywords of `CodexPool.run` and `CodexPool.map`: those of `Codex.run`."""

    retries: int
    """Maximum number of additional turns after an invalid answer."""

    timeout: float | None
    """Maximum time of the thread's start and of all turns of a prompt, in seconds; None disables it. The time in which
    the prompt waits for a runtime does not count."""

    idle_timeout: float | None
    """Maximum time between two events, in seconds; None disables it."""

    detach: bool
    """Whether a turn continues if the caller stops waiting."""

    approval_mode: ApprovalMode | GranularApproval
    """Approver of actions outside the sandbox."""

    sandbox: SandboxSetting | None
    """Files and network that commands may access; None uses the runtime's configuration."""


@dataclass(frozen=True)
class PoolSettings:
    """Validated arguments of a pool."""

    configs: tuple[CodexConfig, ...]
    """Configurations of all runtimes, with the spares."""

    size: int
    """Maximum number of runtimes that new threads use."""

    max_turns: int | None
    """Maximum number of turns that the pool runs on one runtime; None for no limit."""

    def concurrency(self, requested: int | None) -> int:
        """Return the number of prompts that `map` runs at the same time."""
        if requested is not None:
            validate_integer("concurrency", requested, minimum=1)
            return requested
        return self.size * (self.max_turns or DEFAULT_CONCURRENCY)


def pool_settings(
    runtimes: Sequence[CodexConfig | str] | None,
    size: int | None,
    spares: int,
    config: CodexConfig | None,
    max_turns: int | None,
) -> PoolSettings:
    """Validate the arguments of a pool.

    Args:
        runtimes: Configurations or addresses; None for `size` equal runtimes.
        size: Number of runtimes; None for the default.
        spares: Number of spare runtimes.
        config: Settings of the runtimes, or of the addresses in `runtimes`; None for the defaults.
        max_turns: Maximum number of turns that the pool runs on one runtime; None for no limit.

    Returns:
        The settings.

    Raises:
        InputError: An argument is invalid.
        ConfigError: An address is invalid, or a field of `config` has no effect without one.
    """
    validate_integer("spares", spares, minimum=0)
    if max_turns is not None:
        validate_integer("max_turns", max_turns, minimum=1)
    if config is not None and not isinstance(config, CodexConfig):
        raise InputError("config", f"expected a CodexConfig, got {type(config).__name__}")
    if runtimes is None:
        size = DEFAULT_SIZE if size is None else size
        validate_integer("size", size, minimum=1)
        configs = [config or CodexConfig()] * (size + spares)
    else:
        if size is not None:
            raise InputError("size", "conflicts with a list of runtimes, which determines it; remove one of them")
        configs = _configs(runtimes, config)
        size = len(configs) - spares
        if size < 1:
            raise InputError("spares", f"expected less than {len(configs)}, the number of runtimes, got {spares}")
    for each in configs:
        check_url(each)
    # A lost connection is replaced in its client, so that the threads of callers stay usable.
    return PoolSettings(tuple(replace(each, restart=True) for each in configs), size, max_turns)


def _configs(runtimes: object, base: CodexConfig | None) -> list[CodexConfig]:
    if isinstance(runtimes, (str, CodexConfig)) or not isinstance(runtimes, Sequence) or not runtimes:
        raise InputError("runtimes", f"expected a list of addresses or CodexConfig, got {runtimes!r}; pass size=N, too")
    given = cast("Sequence[object]", runtimes)
    configs: list[CodexConfig] = []
    for position, each in enumerate(given):
        if isinstance(each, str):
            configs.append(replace(base or CodexConfig(), url=each))
        elif not isinstance(each, CodexConfig):
            raise InputError(f"runtimes[{position}]", f"expected an address or a CodexConfig, got {each!r}")
        else:
            configs.append(each)
    if base is not None and not any(isinstance(each, str) for each in given):
        raise InputError("config", "has no effect, because each runtime has a CodexConfig; remove it")
    return configs


def check_map_arguments(prompts: object, on_error: object, *, asynchronous: bool) -> None:
    """Validate the arguments of `map`.

    Args:
        prompts: The iterable of prompts.
        on_error: The reaction to errors.
        asynchronous: Whether asynchronous iterables are valid.

    Raises:
        InputError: An argument is invalid.
    """
    kinds = (Iterable, AsyncIterable) if asynchronous else (Iterable,)
    if isinstance(prompts, (str, bytes)) or not isinstance(prompts, kinds):
        raise InputError("prompts", f"expected an iterable of prompts, got {type(prompts).__name__}; pass a list")
    if on_error not in ("return", "raise"):
        raise InputError("on_error", f"expected 'return' or 'raise', got {on_error!r}")
