"""Puts a mutant into a running program, by replacing the code objects of its functions."""

from __future__ import annotations

import gc
from types import CodeType, FunctionType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class NotPatchableError(Exception):
    """The mutant needs a new import of its module."""


class FunctionIndex:
    """All functions of this process by their code."""

    def __init__(self) -> None:
        self._functions: dict[CodeType, list[FunctionType]] = {}
        for found in gc.get_objects():
            if type(found) is FunctionType:
                self._functions.setdefault(found.__code__, []).append(found)

    def patch(self, source: bytes, mutated: bytes, path: str) -> None:
        """Replace the code of each function that differs between two versions of a module.

        Args:
            source: The imported version.
            mutated: The version to use.
            path: The path of the module as it was imported.

        Raises:
            NotPatchableError: The functions do not correspond to each other, or differ in their closures.
        """
        pairs = list(_differences(_compiled(source, path), _compiled(mutated, path)))
        try:
            for old, new in pairs:
                for function in self._functions.get(old, []):
                    if function.__code__.co_filename == path:
                        function.__code__ = new
        except ValueError as error:
            raise NotPatchableError(str(error)) from error


def _differences(old: CodeType, new: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    if old == new:
        return
    yield old, new
    before = [const for const in old.co_consts if isinstance(const, CodeType)]
    after = [const for const in new.co_consts if isinstance(const, CodeType)]
    if [code.co_name for code in before] != [code.co_name for code in after]:
        raise NotPatchableError(f"{old.co_name}: expected {len(before)} inner functions, got {len(after)}")
    for one, other in zip(before, after, strict=True):
        yield from _differences(one, other)


def _compiled(source: bytes, path: str) -> CodeType:
    # Without the future statements of this module.
    return compile(source, path, "exec", dont_inherit=True)
