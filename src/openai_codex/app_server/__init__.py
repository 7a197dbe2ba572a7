"""`AppServer` and `AsyncAppServer`: a local runtime that several clients share."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openai_codex.app_server.async_server import AsyncAppServer as AsyncAppServer
    from openai_codex.app_server.sync_server import AppServer as AppServer

__all__ = ["AppServer", "AsyncAppServer"]

if not TYPE_CHECKING:
    # Imported on first use: a program uses one of the servers.
    _MODULES = {"AppServer": "sync_server", "AsyncAppServer": "async_server"}

    def __getattr__(name: str) -> object:
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
        return value
