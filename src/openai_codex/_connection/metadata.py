"""`RuntimeMetadata`: the description that a runtime gives of itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from openai_codex._json_types import JsonObject, is_object

# The name is `CodexConfig.client_name`, which may contain slashes and digits.
_PRODUCT = re.compile(r"^(?P<name>.*?)/(?P<version>\d[^\s(/]*)(?=[\s(]|$)")


@dataclass(frozen=True)
class ServerInfo:
    """Name and version of the runtime.

    `version` is None if the user agent contains no version.
    """

    name: str
    version: str | None


@dataclass(frozen=True)
class RuntimeMetadata:
    """Information about the runtime from the `initialize` response."""

    user_agent: str
    """User agent that the runtime sends to the model provider: client name, runtime version, operating system."""

    platform_family: str | None
    """`unix` or `windows`; None if the runtime does not report it."""

    platform_os: str | None
    """`linux`, `macos` or `windows`; None if the runtime does not report it."""

    codex_home: str | None
    """Directory of the runtime's settings and threads; None if the runtime does not report it."""

    @property
    def server_info(self) -> ServerInfo:
        """Name and version, parsed from the user agent."""
        found = _PRODUCT.match(self.user_agent)
        return ServerInfo(found["name"], found["version"]) if found else ServerInfo(self.user_agent, None)

    # The names of the official package.

    @property
    def userAgent(self) -> str:
        """Alias of `user_agent`."""
        return self.user_agent

    @property
    def serverInfo(self) -> ServerInfo:
        """Alias of `server_info`."""
        return self.server_info

    @property
    def platformFamily(self) -> str | None:
        """Alias of `platform_family`."""
        return self.platform_family

    @property
    def platformOs(self) -> str | None:
        """Alias of `platform_os`."""
        return self.platform_os


def metadata_from(server_info: Any) -> RuntimeMetadata:
    """Return the metadata of an `initialize` result. Fields may be missing."""
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
