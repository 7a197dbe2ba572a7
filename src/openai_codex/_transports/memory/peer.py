"""`MemoryPeer`: the runtime's end of an in-memory connection."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from openai_codex.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from openai_codex._transports.memory.connection import MemoryConnection


class MemoryPeer:
    """The runtime's end of an in-memory connection.

    Only the client creates it.

    Set the callbacks before the function that accepts the peer returns. The client calls them one at a time: `Codex` in
    a thread of its own, `AsyncCodex` in its event loop. They must not block. They may call the methods of the peer, and
    so may any thread. If a callback raises an exception, the connection ends, and the error of the client contains the
    exception.
    """

    def __init__(self, connection: MemoryConnection) -> None:
        self.on_message: Callable[[dict[str, Any]], object] | None = None
        """Called with each message of the client: a request, a notification, or a response to a request of the peer."""
        self.on_data: Callable[[bytes], object] | None = None
        """Called with the bytes of each write of the client, before `on_message`: one or more lines of JSON."""
        self.on_close: Callable[[], object] | None = None
        """Called once when the connection ends, whichever end closes it."""
        self._connection = connection

    @property
    def closed(self) -> bool:
        """Whether the connection has ended."""
        return self._connection.ended

    @property
    def exit_code(self) -> int | None:
        """The exit code that was passed to `exit`.

        None without one.
        """
        return self._connection.exit_code

    def send_message(self, message: Mapping[str, Any]) -> None:
        """Send a message to the client.

        After the end of the connection, it is dropped.

        Args:
            message: A response (`{"id": ..., "result": ...}`), a notification (`{"method": ..., "params": ...}`), or a
                request (with `id` and `method`).

        Raises:
            InputError: JSON cannot represent the message.
        """
        try:
            line = json.dumps(message)
        except (TypeError, ValueError) as error:
            raise InputError("message", f"expected a JSON object: {error}") from None
        self.send(line.encode() + b"\n")

    def send(self, data: bytes) -> None:
        """Send bytes to the client as one chunk, which may end within a line.

        After the end of the connection, they are dropped.

        Args:
            data: Lines of JSON, or parts of them.

        Raises:
            InputError: `data` is not bytes.
        """
        if not isinstance(data, bytes):
            raise InputError("data", f"expected bytes, got {type(data).__name__}; send_message takes a dictionary")
        self._connection.deliver(data)

    def write_stderr(self, data: bytes) -> None:
        """Add bytes to the stderr that the client reports in errors."""
        self._connection.stderr.feed(data)

    def pause_reading(self) -> None:
        """Stop reading.

        Once 64 KiB are unread, the client keeps its messages.
        """
        self._connection.pause()

    def resume_reading(self) -> None:
        """Read the bytes that were written meanwhile, and each write from now on."""
        self._connection.resume()

    def close_input(self) -> None:
        """Close the input, as a process that closes its stdin.

        Later writes of the client fail.
        """
        self._connection.close_input()

    def exit(self, code: int | None = None) -> None:
        """End the connection, as a process that exits.

        Idempotent.

        Args:
            code: Exit code that the client reports. None is unknown.
        """
        self._connection.exit(code)
