"""`Displayed`: a base class of objects that notebooks show as HTML."""

from __future__ import annotations

from typing import Any


class Displayed:
    """Has the method that IPython and Jupyter call to show an object. In a list, the repr is shown."""

    __slots__ = ()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        # By name: the package is in a higher layer, and only a display needs it.
        from importlib import import_module

        bundle: dict[str, str] = import_module("openai_codex.notebook.bundles").mimebundle(self)
        return bundle
