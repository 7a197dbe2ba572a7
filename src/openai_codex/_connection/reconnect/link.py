"""`Link`: the receiver of one transport of a connection, which may have several, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from openai_codex._transports.base import CloseReason


class LinkOwner(Protocol):
    """The callbacks of a connection for its transports."""

    def data_received(self, data: bytes, /) -> None:
        """Process a chunk of bytes."""
        ...

    def link_lost(self, link: Link, reason: CloseReason, /) -> None:
        """Process the end of a transport."""
        ...

    def writable(self) -> None:
        """Process that the transport accepts bytes again."""
        ...


class Link:
    """Passes the callbacks of a transport on, until the connection has replaced the transport."""

    __slots__ = ("_owner", "active", "lost")

    def __init__(self, owner: LinkOwner) -> None:
        self._owner = owner
        self.active = True
        """Whether the transport is in use."""
        self.lost: CloseReason | None = None
        """The reason why the transport has ended; None while it is connected."""

    def data_received(self, data: bytes, /) -> None:
        """Pass a chunk of bytes on."""
        if self.active:
            self._owner.data_received(data)

    def connection_lost(self, reason: CloseReason, /) -> None:
        """Pass the end of the transport on."""
        self.lost = reason
        if self.active:
            self._owner.link_lost(self, reason)

    def writable(self) -> None:
        """Pass on that the transport accepts bytes again."""
        if self.active:
            self._owner.writable()
