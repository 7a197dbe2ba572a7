"""Fake app-server for machines without a C compiler: equivalent to `server.c`, but slower.

    python benchmarks/fake_server.py RECORDED [--name value]...

The CPU time of the client is not affected, but wall times may be limited by this server.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import select
import sys
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

BURST = 64
"""Maximum number of deltas of one turn before the server handles other turns and requests."""

OUT_BYTES = 64 * 1024

MARK = re.compile(rb"@(id|thread|turn|user|item|ms|s|delta|text)@")
REPLIES = {"initialize": "initialize", "thread/start": "thread_start", "thread/name/set": "thread_name_set"}


@dataclass
class Turn:
    """A turn, and the values of its placeholders."""

    thread: str
    number: int = 0
    turn: str = field(default_factory=lambda: str(uuid.uuid4()))
    user: str = field(default_factory=lambda: str(uuid.uuid4()))
    begun: float = field(default_factory=time.monotonic)
    item: str = ""
    items: int = 0
    item_from: int = 0
    deltas: int = 0
    sent: int = 0


class Server:
    """Answers requests and sends the events of the running turns."""

    def __init__(self, recorded: Path, options: argparse.Namespace) -> None:
        self._options = options
        lines = [line for line in recorded.read_bytes().splitlines() if not line.startswith(b"#")]
        pairs = [line.split(b"\t", 1) for line in lines]
        self._pieces = [text for name, text in pairs if name == b"piece"]
        # Every second part is the name of a placeholder.
        self._templates = {name.decode(): MARK.split(text) for name, text in pairs if name != b"piece"}
        self._turns: dict[str, Turn] = {}
        self._count = 0
        self._listed = False
        self._out = bytearray()

    def serve(self) -> None:
        """Serve until stdin is closed."""
        unfinished = b""
        while True:
            busy = False
            if not self._options.silent:
                for turn in list(self._turns.values()):
                    busy |= self._advance(turn)
            if not busy:
                self._flush()
            paced = self._options.pace_us and self._turns and not self._options.silent
            ready, _, _ = select.select([0], [], [], 0 if busy else 0.001 if paced else None)
            if ready:
                data = os.read(0, 65536)
                if not data:
                    return
                *lines, unfinished = (unfinished + data).split(b"\n")
                for line in lines:
                    self._take(json.loads(line))

    def _take(self, message: dict[str, Any]) -> None:
        if "id" not in message:
            return
        request_id = json.dumps(message["id"]).encode()
        method, params = message["method"], message.get("params") or {}
        turn = Turn(str(params.get("threadId") or uuid.uuid4()))
        if method in REPLIES:
            self._tell(REPLIES[method], turn, request_id)
            if method == "thread/name/set":
                self._tell("thread_name", turn)
        elif method == "model/list":
            for _ in range(self._options.flood if self._listed else 0):
                self._tell("rate_limits", turn)
            self._listed = True
            self._tell("model_list", turn, request_id)
        elif method in ("thread/resume", "thread/read"):
            self._show_thread(method.removeprefix("thread/"), turn, request_id)
        elif method == "turn/start":
            self._start(turn, request_id)
        elif method == "turn/interrupt":
            self._tell("turn_interrupt", turn, request_id)
            running = self._turns.pop(params["turnId"], None)
            if running is not None:
                self._tell("turn_interrupted", running)
        else:
            error = b'{"code":-32600,"message":"method not supported by the fake server"}'
            self._put(b'{"id":' + request_id + b',"error":' + error + b"}\n")

    def _show_thread(self, kind: str, turn: Turn, request_id: bytes) -> None:
        self._put(self._filled(f"{kind}_head", turn, request_id))
        size, literal = 0, sum(len(part) for part in self._templates["past_turn"][::2])
        while size == 0 or size < self._options.reply_bytes:
            past = Turn(turn.thread, sent=len(self._pieces), item=f"msg_resp_{size}_0")
            self._put((b"," if size else b"") + self._filled("past_turn", past))
            size += literal
        self._tell(f"{kind}_tail", turn)

    def _start(self, turn: Turn, request_id: bytes) -> None:
        self._count += 1
        turn.number = self._count
        first = self._options.first_deltas
        turn.deltas = first if turn.number == 1 and first >= 0 else self._options.deltas
        self._turns[turn.turn] = turn
        self._tell("turn_start", turn, request_id)
        for name in ("turn_active", "turn_started", "user_started", "user_completed"):
            self._tell(name, turn)
        self._begin_item(turn)
        if not turn.deltas and not self._options.silent:
            self._complete(turn)

    def _begin_item(self, turn: Turn) -> None:
        turn.item = f"msg_resp_{turn.number}_{turn.items}"
        turn.items += 1
        turn.item_from = turn.sent
        self._tell("item_started", turn)

    def _advance(self, turn: Turn) -> bool:
        """Send the due events of a turn, at most BURST deltas; return whether more are due."""
        options = self._options
        due = turn.deltas
        if options.pace_us:
            due = min(due, int((time.monotonic() - turn.begun) * 1e6 / options.pace_us))
        for _ in range(min(BURST, due - turn.sent)):
            if options.item_deltas and turn.sent - turn.item_from == options.item_deltas:
                self._tell("item_completed", turn)
                self._begin_item(turn)
            self._tell("delta", turn)
            turn.sent += 1
        if turn.sent >= turn.deltas:
            self._complete(turn)
            return False
        return turn.sent < due

    def _complete(self, turn: Turn) -> None:
        for name in ("item_completed", "usage", "rate_limits", "turn_idle", "turn_completed"):
            self._tell(name, turn)
        del self._turns[turn.turn]

    def _tell(self, name: str, turn: Turn, request_id: bytes = b"") -> None:
        self._put(self._filled(name, turn, request_id) + b"\n")
        if self._options.each:
            self._flush()

    def _filled(self, name: str, turn: Turn, request_id: bytes = b"") -> bytes:
        parts = self._templates[name]
        filled = list(parts)
        now = time.time()
        for index in range(1, len(parts), 2):
            match parts[index]:
                case b"id":
                    filled[index] = request_id
                case b"ms":
                    filled[index] = b"%d" % (now * 1000)
                case b"s":
                    filled[index] = b"%d" % now
                case b"delta":
                    filled[index] = self._piece(turn.sent)
                case b"text":
                    filled[index] = b"".join(map(self._piece, range(turn.item_from, turn.sent)))
                case mark:
                    filled[index] = str(getattr(turn, mark.decode())).encode()
        return b"".join(filled)

    def _piece(self, number: int) -> bytes:
        return self._pieces[number % len(self._pieces)]

    def _put(self, data: bytes) -> None:
        self._out += data
        if len(self._out) >= OUT_BYTES:
            self._flush()

    def _flush(self) -> None:
        rest = memoryview(bytes(self._out))
        self._out.clear()
        while rest:
            rest = rest[os.write(1, rest) :]


def main() -> None:
    """Serve with the options of the command line; see `server.c`."""
    parser = argparse.ArgumentParser()
    parser.add_argument("recorded", type=Path)
    parser.add_argument("--deltas", type=int, default=200)
    parser.add_argument("--first-deltas", type=int, default=-1)
    for name in ("--item-deltas", "--pace-us", "--silent", "--flood", "--reply-bytes", "--each"):
        parser.add_argument(name, type=int, default=0)
    try:
        options = parser.parse_args()
        Server(options.recorded, options).serve()
    except BrokenPipeError:
        # The client has exited.
        sys.stderr.close()


if __name__ == "__main__":
    main()
