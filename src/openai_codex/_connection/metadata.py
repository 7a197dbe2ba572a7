"""`RuntimeMetadata`: who is at the other end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from openai_codex._json_types import JsonObject, is_object

# The name is the client's own, and may have slashes and digits itself.
_PRODUCT = re.compile(r"^(?P<name>.*?)/(?P<version>\d[^\s(/]*)(?=[\s(]|$)")


@dataclass(frozen=True)
class ServerInfo:
    """The name and the version that the runtime gives itself; `version` is None if it gives none."""

    name: str
    version: str | None


@dataclass(frozen=True)
class RuntimeMetadata:
    """What the runtime said of itself when the connection was made (`initialize`)."""

    user_agent: str
    """How the runtime calls itself to the model's provider: the client's name, the runtime's version, the system."""

    platform_family: str | None
    """`unix` or `windows`."""

    platform_os: str | None
    """`linux`, `macos` or `windows`."""

    codex_home: str | None
    """The folder that the runtime keeps its settings and threads in."""

    @property
    def server_info(self) -> ServerInfo:
        """The name and version, taken out of the user agent."""
        found = _PRODUCT.match(self.user_agent)
        return ServerInfo(found["name"], found["version"]) if found else ServerInfo(self.user_agent, None)

    # The names of the wire, for code that was written with them.

    @property
    def userAgent(self) -> str:
        """The same as `user_agent`."""
        return self.user_agent

    @property
    def serverInfo(self) -> ServerInfo:
        """The same as `server_info`."""
        return self.server_info

    @property
    def platformFamily(self) -> str | None:
        """The same as `platform_family`."""
        return self.platform_family

    @property
    def platformOs(self) -> str | None:
        """The same as `platform_os`."""
        return self.platform_os


def metadata_from(server_info: Any) -> RuntimeMetadata:
    """Make the metadata from the result of `initialize`, whatever a runtime may leave out of it."""
    found: JsonObject = server_info if is_object(server_info) else {}

    def text(name: str) -> str | None:
        value = found.get(name)
        return value if isinstance(value, str) else None

    return RuntimeMetadata(
        user_agent=text("userAgent") or "",
        platform_family=text("platformFamily"),
        platform_os=text("platformOs"),
        codex_home=text("codexHome"),
    )
