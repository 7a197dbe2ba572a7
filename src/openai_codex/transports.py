"""Interface of transports, which carry bytes between a client and a runtime, and the in-memory transport.

`CodexConfig(transport=MemoryTransportFactory(accept))` connects a client to functions of the same program: `accept`
receives a `MemoryPeer` for each connection, and plays the runtime.

`CodexConfig(transport=factory)` replaces the built-in transports. The factory creates a `Transport` for `Codex`
(`create`), and an `AsyncTransport` for `AsyncCodex` (`create_async`):

- The protocol consists of lines of JSON. A transport delivers bytes, and a chunk need not be one message: it may end
  within a line, or hold many lines. A transport with message frames, such as a websocket, delivers each message with
  a newline appended, and sends each line of `write()` as one message.
- The methods of the receiver are called one at a time. A synchronous transport calls them from one thread of its own,
  and an asynchronous transport calls them in its event loop. A call may block for a moment so that slow consumers catch
  up; meanwhile the transport reads nothing more.
- `connection_lost()` is called once, after the last call of `data_received()`: if the runtime closes the connection,
  and also at the end of `close()`. After `kill()`, and when the interpreter exits, the call is optional.
- `start()` of a synchronous transport may take long, for example if the other side does not answer. If the client is
  closed meanwhile, another thread calls `kill()`, and `start()` raises an error soon. `AsyncCodex` cancels `start()`.
- If `can_reconnect` is true, the client creates another transport when the connection is lost
  (`CodexConfig.reconnect_timeout`). Each transport is started at most once.
"""

from openai_codex._transports.base import (
    AsyncReceiver,
    AsyncTransport,
    AsyncTransportFactory,
    BaseTransport,
    CloseReason,
    Receiver,
    Transport,
    TransportFactory,
)
from openai_codex._transports.memory.peer import MemoryPeer
from openai_codex._transports.memory.transports import MemoryTransportFactory

__all__ = [
    "AsyncReceiver",
    "AsyncTransport",
    "AsyncTransportFactory",
    "BaseTransport",
    "CloseReason",
    "MemoryPeer",
    "MemoryTransportFactory",
    "Receiver",
    "Transport",
    "TransportFactory",
]
