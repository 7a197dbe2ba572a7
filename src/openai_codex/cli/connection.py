"""`Connection`: the options of the command line that select and configure the runtime."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from typing_extensions import Unpack

    from openai_codex import AsyncCodex, Codex, CodexConfig
    from openai_codex._handlers.options import HandlerOptions


@dataclass
class Connection:
    """The runtime that a command uses."""

    overrides: tuple[str, ...] = ()
    """Settings as `key=value`, with a TOML value."""

    codex_bin: str | None = None
    """Path of the runtime; None uses that of the package openai-codex-cli-bin."""

    url: str | None = None
    """Address of a runtime that listens; None starts a runtime."""

    token_file: Path | None = None
    """File with the token for `url`; None sends no token."""

    fields: dict[str, Any] = field(default_factory=dict[str, Any])
    """More fields of `CodexConfig`."""

    def config(self) -> CodexConfig:
        """Return the configuration of the client."""
        from openai_codex._version import __version__
        from openai_codex.config import CodexConfig

        return CodexConfig(
            codex_bin=self.codex_bin,
            config_overrides=self.overrides,
            url=self.url,
            token_file=self.token_file,
            client_name="codex_py",
            client_title="codex-py",
            client_version=__version__,
            **self.fields,
        )

    def check_directory(self, directory: Path | None) -> None:
        """Raise `InputError` if the runtime is on this machine and lacks a directory. None is valid."""
        from openai_codex._requests.local_files import LocalFiles

        LocalFiles(self.config()).check_directory("--cd", directory)

    def open(self, **handlers: Unpack[HandlerOptions]) -> Codex:
        """Start a client."""
        from openai_codex._sync.client import Codex

        return Codex(self.config(), **handlers)

    def open_async(self, **handlers: Unpack[HandlerOptions]) -> AsyncCodex:
        """Return a client for asyncio."""
        from openai_codex._async.client import AsyncCodex

        return AsyncCodex(self.config(), **handlers)
