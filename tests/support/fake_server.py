"""A stand-in for the runtime that can be told to misbehave. Run as a program; see `command`.

It answers `initialize`, `account/read`, `thread/start`, `thread/resume` and `turn/start`. Then it plays the file given
as `play=FILE`. Else it does what the method of a request says: `echo` gives the params back, and every other method is
one of the faults below.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from typing import Any


def command(*arguments: str) -> tuple[str, ...]:
    """Return the command line that starts the stand-in."""
    return (sys.executable, "-u", __file__, *arguments)


def send(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def raw(data: bytes) -> None:
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def play() -> None:
    """Send what the file says that is named on the command line, line by line."""
    names = [argument.removeprefix("play=") for argument in sys.argv if argument.startswith("play=")]
    for name in names:
        with open(name, "rb") as frames:
            raw(frames.read())


def serve() -> None:
    for text in sys.stdin:
        message = json.loads(text)
        method, request_id, params = message.get("method"), message.get("id"), message.get("params")
        if method in ("initialize", "echo"):
            send({"id": request_id, "result": params})
        elif method in ("thread/start", "thread/resume"):
            send({"id": request_id, "result": {"thread": {"id": "thread-1"}}})
        elif method == "account/read":
            send({"id": request_id, "result": {"account": None, "requiresOpenaiAuth": False}})
        elif method == "turn/start":
            send({"id": request_id, "result": {"turn": {"id": "turn-1"}}})
            play()
        elif method == "silence":
            pass
        elif method == "garbage":
            raw(b'{oops\n\xff\xfe\n[1]\n"text"\n{"id":4711,"result":1}\n')
            send({"id": request_id, "result": "after garbage"})
        elif method == "big":
            send({"id": request_id, "result": "x" * params["size"]})
        elif method == "drip":
            for byte in json.dumps({"id": request_id, "result": "dripped"}).encode() + b"\n":
                raw(bytes([byte]))
        elif method == "die":
            sys.stderr.write("about to die\nlast words\n")
            sys.stderr.flush()
            os._exit(params["code"])
        elif method == "close stdout":
            os.close(1)
            os._exit(0) if params else threading.Event().wait()
        elif method == "close stdin":
            os.close(0)
            send({"id": request_id, "result": "closed"})
            threading.Event().wait()
        elif method == "stop reading":
            send({"id": request_id, "result": "stopped"})
            threading.Event().wait()
        elif method == "chatter":
            sys.stderr.write("noise\n" * params["lines"])
            sys.stderr.flush()
            send({"id": request_id, "result": "heard"})
        elif method == "flood":
            # In no encoding, and with lines that never end.
            for _ in range(params["mebibytes"]):
                sys.stderr.buffer.write(bytes(range(256)) * 2048 + b"\xff" * 2**19)
            sys.stderr.buffer.write(b"\nlast words\n")
            sys.stderr.buffer.flush()
            send({"id": request_id, "result": "dried"})
        elif method == "ask":
            send({"id": "question", "method": params["method"], "params": params.get("params", {})})
            answer = json.loads(sys.stdin.readline())
            send({"id": request_id, "result": answer})
        elif method == "misfit":
            send({"id": request_id, "result": params})


if __name__ == "__main__":
    if "deaf" in sys.argv:
        # Ends neither with stdin nor when asked to.
        import signal

        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        try:
            serve()
        finally:
            threading.Event().wait()
    serve()
