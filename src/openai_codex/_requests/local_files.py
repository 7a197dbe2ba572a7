"""Check the paths that a runtime on this machine will read."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING, cast

from openai_codex._transports.resolve import starts_program
from openai_codex.errors import InputError

if TYPE_CHECKING:
    from openai_codex.config import CodexConfig

logger = logging.getLogger("openai_codex")

_SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")
"""First bytes of the image formats that models accept, except WebP: `RIFF....WEBP`."""

_OTHER_SIGNATURES = (b"BM", b"II*\0", b"MM\0*", b"\0\0\1\0", b"\xff\x0a", b"\0\0\0\x0cJXL ", b"\0\0\0\x0cjP")
"""First bytes of other image formats: BMP, TIFF, ICO, JPEG XL, JPEG 2000. AVIF and HEIC are `....ftyp`."""


class LocalFiles:
    """The file system of a runtime that runs on this machine.

    Args:
        config: The configuration of the runtime; None for a runtime on another machine, whose files are not checked.
    """

    def __init__(self, config: CodexConfig | None) -> None:
        self._config = config

    @property
    def _is_local(self) -> bool:
        # Another command or transport may lead to another machine.
        return self._config is not None and starts_program(self._config)

    def check_directory(self, field: str, path: object) -> None:
        """Raise `InputError` unless a path is a directory. None is valid."""
        if path is None:
            return
        if not path or not isinstance(path, (str, os.PathLike)):
            got = "an empty string" if path == "" else type(path).__name__
            raise InputError(field, f"expected the path of a directory, got {got}")
        if not self._is_local:
            return
        name = os.fspath(cast("str | os.PathLike[str]", path))
        found = self._resolve(name)
        if not found.is_dir():
            problem = "is not a directory" if found.exists() else "does not exist"
            raise InputError(field, f"the directory {name!r} {problem}; create it, or pass another one")

    def check_image(self, field: str, path: str | os.PathLike[str]) -> None:
        """Raise `InputError` unless a path is an image file.

        An image in a format that the runtime may not support leads to a warning in the log.
        """
        if not self._is_local:
            return
        name = os.fspath(path)
        try:
            with self._resolve(path).open("rb") as file:
                start = file.read(16)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise InputError(field, f"failed to read the image file {name!r}: {reason}") from None
        if start.startswith(_SIGNATURES) or (start[:4] == b"RIFF" and start[8:12] == b"WEBP"):
            return
        if start.startswith(_OTHER_SIGNATURES) or start[4:8] == b"ftyp":
            logger.warning("%s: %r is not a PNG, JPEG, GIF or WebP image; the model may not receive it", field, name)
            return
        raise InputError(
            field, f"expected a PNG, JPEG, GIF or WebP image, but {name!r} has other content; convert it first"
        )

    def _resolve(self, path: str | os.PathLike[str]) -> Path:
        folder = None if self._config is None else self._config.cwd
        return Path(folder or ".") / path
