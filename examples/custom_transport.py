"""Connect to a runtime over a TCP stream: python custom_transport.py HOST PORT.

For example, on the other machine: socat TCP-LISTEN:4600,fork EXEC:"codex app-server". The stream is not encrypted.
"""

import contextlib
import select
import socket
import sys
import threading

from openai_codex import Codex, CodexConfig, RuntimeStartError
from openai_codex.transports import CloseReason, Receiver, Transport


class TcpTransport(Transport):
    """Exchanges lines of JSON over a socket. One thread receives."""

    def __init__(self, host: str, port: int) -> None:
        self._address = (host, port)
        self._socket = socket.socket()
        self._socket.settimeout(10)

    @property
    def name(self) -> str:
        return "tcp://{}:{}".format(*self._address)

    def start(self, receiver: Receiver) -> None:
        try:
            self._socket.connect(self._address)
        except OSError as error:
            self._socket.close()
            raise RuntimeStartError(f"{self.name}: {error}") from None
        self._socket.setblocking(False)
        self._reader = threading.Thread(target=self._read, args=(receiver,), daemon=True)
        self._reader.start()

    def _read(self, receiver: Receiver) -> None:
        reason = "the runtime closed the connection"
        try:
            while select.select([self._socket], [], []) and (data := self._socket.recv(65536)):
                receiver.data_received(data)
        except OSError as error:
            reason = str(error)
        receiver.connection_lost(CloseReason(reason))

    def write(self, data: memoryview) -> int:
        try:
            return self._socket.send(data)
        except BlockingIOError:
            return 0

    def wait_writable(self, timeout: float) -> None:
        select.select([], [self._socket], [], timeout)

    def kill(self) -> None:
        # This also ends connect() in another thread.
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def close(self, timeout: float) -> None:
        self.kill()
        if self._reader is not threading.current_thread():
            self._reader.join(timeout)
        self._socket.close()


class TcpFactory:
    """Creates the transports of Codex. AsyncCodex needs create_async(), which returns an AsyncTransport."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port

    def create(self) -> TcpTransport:
        return TcpTransport(self._host, self._port)


with Codex(CodexConfig(transport=TcpFactory(sys.argv[1], int(sys.argv[2])))) as codex:
    print(codex.run("Name a color.").final_response)
