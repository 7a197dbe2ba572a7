"""The filter of `thread_list` by working directory, as a class."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, cast

from openai_codex.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema
    from typing_extensions import Self


class ThreadListCwdFilter(list[str]):
    """Working directories of threads, as a filter for `thread_list(cwd=...)`.

    A thread matches if its directory is one of them. The class is a list of strings, for compatibility with root
    models. `thread_list` also accepts a path or a list of paths.

    Args:
        root: A directory, or a sequence of directories.

    Raises:
        InputError: `root` is neither a path nor a sequence of paths.
    """

    def __init__(self, root: str | os.PathLike[str] | Sequence[str | os.PathLike[str]]) -> None:
        paths = [root] if isinstance(root, (str, os.PathLike)) else root
        try:
            super().__init__([os.fspath(path) for path in paths])
        except TypeError:
            raise InputError("root", f"expected a path or a list of paths, got {root!r}") from None

    @property
    def root(self) -> list[str]:
        """The directories, for compatibility with root models."""
        return list(self)

    @classmethod
    def model_validate(cls, obj: object) -> Self:
        """Return the filter for a directory or directories, for compatibility with root models.

        Args:
            obj: A path, or a list of paths.

        Returns:
            The filter.

        Raises:
            InputError: `obj` is neither a path nor a list of paths.
        """
        return cls(cast("Sequence[str]", obj))

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core.core_schema import no_info_after_validator_function

        return no_info_after_validator_function(cls, handler.generate_schema(str | list[str]))
