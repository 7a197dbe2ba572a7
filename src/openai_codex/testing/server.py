"""Responses API server on loopback that gets its replies from a callback."""

from __future__ import annotations

import contextlib
import json
import signal
import socket
import socketserver
import struct
import sys
import threading
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any

from openai_codex._json_types import is_object
from openai_codex.testing import sse
from openai_codex.testing.model_requests import RecordedRequest
from openai_codex.testing.script import (
    Gate,
    HttpError,
    Part,
    PlainReply,
    ResponseFailed,
    StreamAborted,
    normalize_parts,
    resolve_reply,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from openai_codex.testing.script import Reply


class _ClosingError(Exception):
    """The server closes while a reply is being sent."""


class ResponsesServer(socketserver.ThreadingTCPServer):
    """Serve `POST .../responses` on a free port of 127.0.0.1 until `close()`.

    Each request has its own thread.

    Args:
        select_reply: Returns the reply to a request. Called on the thread of the request.
    """

    request_queue_size = 256

    def __init__(self, select_reply: Callable[[RecordedRequest], Reply]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.select_reply = select_reply
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self._gates: set[Gate] = set()
        self._sockets: set[socket.socket] = set()
        self._threads_of_requests: set[threading.Thread] = set()
        self._call_count = 0
        self._thread = threading.Thread(target=self.serve_forever, args=(0.05,), name="scripted-model", daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """The base URL of the API."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def close(self) -> None:
        """End all replies and join all threads. Idempotent."""
        if self._closing.is_set():
            return
        self._closing.set()
        with self._lock:
            gates, sockets = set(self._gates), set(self._sockets)
        for gate in gates:
            gate.open()
        for connection in sockets:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self.shutdown()
        self.server_close()
        self._thread.join()
        with self._lock:
            threads = set(self._threads_of_requests)
        # A reply may be a function that closes the model.
        for thread in threads - {threading.current_thread()}:
            thread.join()

    def next_call(self) -> int:
        """Return the number of this model call, counted from 1."""
        with self._lock:
            self._call_count += 1
            return self._call_count

    def sleep(self, seconds: float) -> None:
        """Sleep for a number of seconds. Raises `_ClosingError` if the server closes meanwhile."""
        if self._closing.wait(seconds):
            raise _ClosingError

    def wait_at_gate(self, gate: Gate) -> None:
        """Wait until a gate is open. Raises `_ClosingError` if the server closes meanwhile."""
        with self._lock:
            self._gates.add(gate)
        if not self._closing.is_set():
            gate.hold()
        with self._lock:
            self._gates.discard(gate)
        if self._closing.is_set():
            raise _ClosingError

    def process_request(self, request: Any, client_address: Any) -> None:
        """Handle a connection in a thread, and record both for `close()`."""
        # A daemon: otherwise a program that does not close the model would not exit while a reply waits.
        thread = threading.Thread(
            target=self._handle, args=(request, client_address), name="scripted-reply", daemon=True
        )
        with self._lock:
            self._sockets.add(request)
            self._threads_of_requests.add(thread)
        thread.start()

    def _handle(self, request: Any, client_address: Any) -> None:
        try:
            self.process_request_thread(request, client_address)
        finally:
            with self._lock:
                self._threads_of_requests.discard(threading.current_thread())

    def shutdown_request(self, request: Any) -> None:
        """Remove a connection that has ended."""
        with self._lock:
            self._sockets.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore errors caused by a client that disconnects or by `close()`."""
        if not isinstance(sys.exc_info()[1], (OSError, _ClosingError)):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: ResponsesServer  # pyright: ignore[reportIncompatibleVariableOverride] - narrower than the base class

    def setup(self) -> None:
        """Prepare the connection, which the runtime may close at any time."""
        # The default action of SIGPIPE would end the program. Blocked in this thread, it raises BrokenPipeError.
        if sys.platform != "win32":
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGPIPE})
        super().setup()

    def log_message(self, format: str, *args: Any) -> None:
        """Suppress the access log."""

    def do_GET(self) -> None:
        self._send_error(HttpError(404, "the scripted model only supports POST /v1/responses"))

    def do_POST(self) -> None:
        body: object = None
        with contextlib.suppress(ValueError):
            body = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))))
        if not self.path.endswith("/responses") or not is_object(body):
            self._send_error(HttpError(404, "the scripted model only supports POST /v1/responses with a JSON object"))
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = RecordedRequest(self.path, headers, body)
        self._respond(resolve_reply(self.server.select_reply(request), request))

    def _respond(self, reply: PlainReply) -> None:
        response_id = f"resp_{self.server.next_call()}"
        if isinstance(reply, HttpError):
            self._send_error(reply)
        elif isinstance(reply, StreamAborted):
            self._send_events(normalize_parts(reply.after), response_id)
            if reply.reset:
                # Closing a socket with a linger time of zero resets the connection (RST instead of FIN).
                linger = struct.pack("ii", 1, 0)
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                self.connection.close()
        elif isinstance(reply, ResponseFailed):
            self._send_events(normalize_parts(reply.after), response_id)
            self._write(sse.failed(reply.code, reply.message, response_id))
        else:
            parts = normalize_parts(reply)
            self._send_events(parts, response_id)
            self._write(sse.completed(parts, response_id))

    def _send_events(self, parts: Sequence[Part], response_id: str) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self._end_headers()
        for piece in sse.events(parts, response_id):
            if isinstance(piece, bytes):
                self._write(piece)
            elif isinstance(piece, Gate):
                self.server.wait_at_gate(piece)
            else:
                self.server.sleep(piece)

    def _send_error(self, error: HttpError) -> None:
        body = json.dumps({"error": {"message": error.message, "code": error.code, "type": "scripted"}}).encode()
        self.send_response(error.status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        for name, value in error.headers.items():
            self.send_header(name, value)
        self._end_headers()
        self._write(body)

    def _end_headers(self) -> None:
        # One request per connection: an idle connection would keep a thread waiting.
        self.send_header("connection", "close")
        self.close_connection = True
        self.end_headers()

    def _write(self, data: bytes) -> None:
        self.wfile.write(data)
        self.wfile.flush()
