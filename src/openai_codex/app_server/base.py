"""The part that the synchronous and the asynchronous server share."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from openai_codex._transports.stdio.isolated_home import use_home
from openai_codex._transports.stdio.launch import LaunchSpec, resolve_launch_spec
from openai_codex.app_server.files import ServerFiles
from openai_codex.app_server.settings import check_config, server_settings
from openai_codex.app_server.startup import Startup
from openai_codex.errors import NotStartedError, TransportClosedError
from openai_codex.remote import SignedToken

if TYPE_CHECKING:
    from pathlib import Path

    from openai_codex._transports.stdio.isolated_home import IsolatedHome
    from openai_codex.app_server.settings import ServerSettings
    from openai_codex.config import CodexConfig

T = TypeVar("T")

_Token: TypeAlias = "str | SignedToken | None"

CLOSE_TIMEOUT = 2.0
"""Maximum time for each step of the end of a server, in seconds."""


class PreparedServer:
    """The files of a server that starts, and the command line of its runtime.

    The thread or the task that ends the server holds this object, and not the server, so that a dropped server is
    collected.

    Raises:
        RuntimeStartError: Another server listens on the socket, or the folder cannot be created.
        RuntimeNotFoundError: The program of the runtime does not exist.
        InputError: The path of the socket is too long.
        ConfigError: A field of the configuration is invalid.
    """

    def __init__(self, settings: ServerSettings) -> None:
        self.files = ServerFiles(settings)
        self._home: IsolatedHome | None = None
        try:
            self.startup = Startup(self.files, settings.timeout)
            config, self._home = use_home(settings.config, None)
            launch = resolve_launch_spec(config)
        except BaseException:
            self.remove_files()
            raise
        self.launch = LaunchSpec((*launch.command, *self.files.arguments), launch.env, launch.cwd, launch.home)

    def remove_files(self) -> None:
        """Remove the folder and the temporary home. The runtime must have ended. Idempotent."""
        self.files.remove()
        if self._home is not None:
            self._home.remove()


class BaseServer:
    """The state of a server."""

    def __init__(self, config: CodexConfig | None, listen: str, token: _Token, timeout: float | None) -> None:
        self._settings = server_settings(config, listen, token, timeout)
        self._url: str | None = None
        self._pid: int | None = None
        self._token_file: Path | None = None
        self._closed = False

    @property
    def url(self) -> str:
        """Address of the server, for `CodexConfig(url=...)`.

        Raises:
            NotStartedError: The server has not started.
        """
        return self._of_start(self._url)

    @property
    def pid(self) -> int:
        """Process id of the runtime.

        Raises:
            NotStartedError: The server has not started.
        """
        return self._of_start(self._pid)

    @property
    def token_file(self) -> Path | None:
        """File with the token, for `CodexConfig(token_file=...)`.

        None if the server requires no token, or a `SignedToken`.

        Raises:
            NotStartedError: The server has not started.
        """
        self._of_start(self._url)
        return self._token_file

    def client_config(self, config: CodexConfig | None = None) -> CodexConfig:
        """Return a configuration for a client of this server.

        Args:
            config: The other settings of the client, such as `request_timeout`. None uses the defaults.

        Returns:
            `config` with the address and the token of this server.

        Raises:
            NotStartedError: The server has not started.
            InputError: `config` is not a `CodexConfig`.
            ConfigError: `config` has a field that describes a process.
        """
        given, url = check_config(config), self.url
        token = self._settings.token if isinstance(self._settings.token, SignedToken) else None
        return replace(given, url=url, token=token, token_file=self._token_file)

    def _of_start(self, value: T | None) -> T:
        if value is None:
            raise NotStartedError("the server has not started; enter `async with`, or await it first")
        return value

    def _record_start(self, prepared: PreparedServer, url: str, pid: int) -> None:
        self._url, self._pid, self._token_file = url, pid, prepared.files.token_file

    def _check_open(self) -> None:
        if self._closed:
            raise TransportClosedError("the server was closed; start another one with start()")

    def __repr__(self) -> str:
        return f"{type(self).__name__}(url={self._url!r})"
