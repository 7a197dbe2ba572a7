"""Import the packages of the extra `durable` on first use."""

from __future__ import annotations

from openai_codex.errors import CodexError


class MissingExtraError(CodexError, ImportError):
    """The extra `durable` is not installed."""

    def __init__(self, package: str) -> None:
        super().__init__(
            f"openai_codex.durable requires the package {package!r}; install the extra: "
            "pip install 'openai-codex-client[durable]'"
        )


def require_extra() -> None:
    """Raise `MissingExtraError` if the packages of the extra are not installed."""
    from importlib.util import find_spec

    for package in ("dbos", "sqlalchemy", "platformdirs"):
        if find_spec(package) is None:
            raise MissingExtraError(package)
