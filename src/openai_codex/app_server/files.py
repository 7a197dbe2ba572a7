"""The folder of a server, which contains its socket and its secrets."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
import weakref
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from openai_codex._remote_address import MAX_SOCKET_PATH
from openai_codex.app_server.settings import AUTO, UNIX, shared_secret
from openai_codex.errors import InputError, RuntimeStartError
from openai_codex.remote import SignedToken

if TYPE_CHECKING:
    from openai_codex.app_server.settings import ServerSettings

SOCKET = "codex.sock"

SHORT_FOLDERS = ("/tmp", "/var/tmp")
"""Folders for the socket if the path of the folder for temporary files is too long."""


class ServerFiles:
    """The folder of one server, and the arguments of its runtime that refer to it.

    Only this user may enter the folder. It is removed by `remove`, by the garbage collection of this object, and at the
    exit of the interpreter. A forked child does not remove it.

    Raises:
        InputError: The path of the socket is too long.
        RuntimeStartError: The folder cannot be created.
    """

    def __init__(self, settings: ServerSettings) -> None:
        self.folder = _create_folder(settings.listen == UNIX)
        self.remove = weakref.finalize(self, _remove, self.folder, os.getpid())
        """Removes the folder. Idempotent."""
        self.url = settings.listen
        """Address to listen on, whose port may be 0."""
        self.unix_path = settings.unix_path
        """Path of the socket; None for a websocket."""
        self.token_file: Path | None = None
        """The file with the token; None without one."""
        if settings.listen == UNIX:
            path = self.folder / SOCKET
            # Bytes, because the name of a folder need not be text.
            self.url, self.unix_path = f"unix://{quote(os.fsencode(path))}", str(path)
        self.arguments = ("--listen", self._listen(), *self._authentication(settings.token))
        """Arguments of the runtime."""

    def _listen(self) -> str:
        # The runtime does not decode the path.
        return self.url if self.unix_path is None else f"unix://{self.unix_path}"

    def _authentication(self, token: str | SignedToken | None) -> tuple[str, ...]:
        if token is None:
            return ()
        if isinstance(token, SignedToken):
            # A copy, because the runtime must verify the secret that was validated.
            file = self._write_secret("secret", shared_secret(token))
            claims = (("--ws-issuer", token.issuer), ("--ws-audience", token.audience))
            given = [part for name, value in claims if value is not None for part in (name, value)]
            return ("--ws-auth", "signed-bearer-token", "--ws-shared-secret-file", str(file), *given)
        text = secrets.token_urlsafe(32) if token == AUTO else token
        self.token_file = self._write_secret("token", text.encode())
        return ("--ws-auth", "capability-token", "--ws-token-file", str(self.token_file))

    def _write_secret(self, name: str, content: bytes) -> Path:
        file = self.folder / name
        file.touch(mode=0o600)
        file.write_bytes(content)
        return file


def _create_folder(for_socket: bool) -> Path:
    """Create a folder with mode 0700, whose path leaves room for a socket."""
    try:
        folder = _new_folder(None)
    except OSError as error:
        problem = f"failed to create a temporary folder: {error}"
        raise RuntimeStartError(f"{problem}; set TMPDIR to a folder that this user may write to") from None
    if not for_socket or _fits(folder):
        return folder
    folder.rmdir()
    for parent in SHORT_FOLDERS:
        try:
            return _new_folder(parent)
        except OSError:
            continue
    size = len(os.fsencode(folder / SOCKET))
    problem = f"the path of the socket has {size} bytes, and the system permits {MAX_SOCKET_PATH}"
    raise InputError("listen", f"{problem}; pass unix:///PATH with a shorter path, or set TMPDIR to a shorter one")


def _new_folder(parent: str | None) -> Path:
    # Absolute, because the runtime has its own working directory.
    return Path(tempfile.mkdtemp(prefix="codex-", dir=parent)).absolute()


def _fits(folder: Path) -> bool:
    return len(os.fsencode(folder / SOCKET)) <= MAX_SOCKET_PATH


def _remove(folder: Path, owner: int) -> None:
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)
