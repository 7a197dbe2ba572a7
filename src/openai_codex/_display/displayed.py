"""`Displayed`: a base class of objects that notebooks show as HTML."""

from __future__ import annotations

from typing import Any


class Displayed:
    """Has the methods that IPython and Jupyter call to show an object."""

    __slots__ = ()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        bundle: dict[str, str] = _bundles().mimebundle(self)
        return bundle

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(repr(self) if cycle else _bundles().pretty(self))


def _bundles() -> Any:
    # By name: the package is in a higher layer, and only a display needs it.
    from importlib import import_module

    return import_module("openai_codex.notebook.bundles")
