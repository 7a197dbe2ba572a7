"""A fake app-server that injects faults on request. Run as a program; see `command`.

It plays its part properly until `thread/name/set` names the thread `control`. The name is then an order, in JSON:

- `{"fault": NAME, "held": N}`: once N calls are held, do the fault of that name (see `FAULTS`), then go on: reply to
  what is held, and complete the turns, but for those whose input is `other`.
- `{"finish": true}`: complete the turns whose input is `other`.

`account/read` with `refreshToken` is held; without, it is answered at once. A turn whose input is `ask` asks for an
approval, and ends with the decision as its text.
"""

import json
import os
import select
import signal
import sys
import time
from collections.abc import Callable
from typing import Any

OVERSIZE = 300_000
"""Size of an oversized message, in bytes. `CodexConfig.max_message_bytes` of the tests is smaller."""

FLOOD = 12_000
"""Number of events of a flood: more than the client buffers for a turn without consumers."""

TEXT = "Hello"

ACCOUNT = {"account": {"type": "apiKey"}, "requiresOpenaiAuth": False}
INITIALIZED = {"userAgent": "faults", "codexHome": "/nowhere", "platformFamily": "unix", "platformOs": "linux"}
ODD_TEXT = b'{"method":"warning","params":{"message":"\xff\xfe"}}\n'
NEVER_ASKED = 4711


def command() -> tuple[str, ...]:
    """Return the command line of the server. It skips site-packages to start fast."""
    return (sys.executable, "-S", "-E", __file__)


class Server:
    """The state of the server, and the messages that it sends."""

    def __init__(self) -> None:
        self.holds = True
        self.held: list[int] = []
        self.late: list[int] = []
        self.turns: dict[str, tuple[str, str]] = {}
        self.asked: dict[int, str] = {}
        self.last_reply: dict[str, Any] = {}
        self.order: dict[str, Any] | None = None
        self.threads = 0

    # Sending

    def raw(self, data: bytes, fd: int = 1) -> None:
        view = memoryview(data)
        while view:
            view = view[os.write(fd, view) :]

    def send(self, message: dict[str, Any]) -> None:
        self.raw(json.dumps(message).encode() + b"\n")

    def reply(self, request_id: int, result: Any) -> None:
        self.last_reply = {"id": request_id, "result": result}
        self.send(self.last_reply)

    def notify(self, method: str, **params: Any) -> None:
        self.send({"method": method, "params": params})

    def turn_event(self, turn_id: str, method: str, **params: Any) -> None:
        self.notify(method, threadId=self.turns[turn_id][0], turnId=turn_id, **params)

    def delta(self, turn_id: str, text: str) -> None:
        self.turn_event(turn_id, "item/agentMessage/delta", itemId=f"{turn_id}-message", delta=text)

    def item(self, turn_id: str, item: Any) -> None:
        self.turn_event(turn_id, "item/completed", item=item, completedAtMs=1)

    def complete(self, turn_id: str, text: str = TEXT, status: str = "completed") -> None:
        self.item(turn_id, {"type": "agentMessage", "id": f"{turn_id}-message", "text": text})
        self.notify("turn/completed", threadId=self.turns[turn_id][0], turn=turn(turn_id, status))
        del self.turns[turn_id]

    def streaming(self) -> list[str]:
        """Return the ids of the turns that faults affect."""
        return [turn_id for turn_id, (_, said) in self.turns.items() if said == "stream"]

    def recover(self) -> None:
        """Continue normally after the fault."""
        while self.held:
            self.reply(self.held.pop(0), ACCOUNT)
        for turn_id in self.streaming():
            self.complete(turn_id)

    # Receiving

    def take(self, message: dict[str, Any]) -> None:
        request_id, params = message.get("id"), message.get("params") or {}
        if "method" not in message:
            self.take_answer(message)
        elif request_id is not None:
            getattr(self, message["method"].replace("/", "_"), self.refuse)(request_id, params)
        if self.order is not None and len(self.held) >= self.order["held"]:
            fault, self.order = self.order["fault"], None
            FAULTS[fault](self)
            self.recover()

    def take_answer(self, message: dict[str, Any]) -> None:
        if message["id"] == "stranger":
            # A failure ends this process, which fails the test.
            assert message["result"] == {"decision": "decline"}
        turn_id = self.asked.pop(message["id"], None)
        if turn_id in self.turns:
            self.complete(turn_id, message["result"]["decision"])

    def refuse(self, request_id: int, params: dict[str, Any]) -> None:
        """Reject a method that the server does not implement."""
        self.send({"id": request_id, "error": {"code": -32600, "message": "not played here"}})

    def initialize(self, request_id: int, params: dict[str, Any]) -> None:
        self.reply(request_id, INITIALIZED)

    def thread_start(self, request_id: int, params: dict[str, Any]) -> None:
        self.threads += 1
        self.reply(request_id, {"thread": {"id": f"thread-{self.threads}"}})

    def turn_start(self, request_id: int, params: dict[str, Any]) -> None:
        turn_id, said = f"turn-{request_id}", params["input"][0]["text"]
        self.turns[turn_id] = (params["threadId"], said)
        self.reply(request_id, {"turn": turn(turn_id)})
        self.notify("turn/started", threadId=params["threadId"], turn=turn(turn_id))
        message = {"type": "agentMessage", "id": f"{turn_id}-message", "text": ""}
        self.turn_event(turn_id, "item/started", item=message, startedAtMs=1)
        self.delta(turn_id, TEXT[:3])
        if said == "ask":
            self.asked[request_id] = turn_id
            self.send(
                {"id": request_id, "method": "item/commandExecution/requestApproval", "params": ask(self, turn_id)}
            )

    def turn_interrupt(self, request_id: int, params: dict[str, Any]) -> None:
        self.reply(request_id, {})
        self.complete(params["turnId"], status="interrupted")

    def account_read(self, request_id: int, params: dict[str, Any]) -> None:
        if params.get("refreshToken") and self.holds:
            self.held.append(request_id)
            return
        while self.late:
            self.reply(self.late.pop(), ACCOUNT)
        self.reply(request_id, ACCOUNT)

    def thread_name_set(self, request_id: int, params: dict[str, Any]) -> None:
        order = json.loads(params["name"])
        self.reply(request_id, {})
        if order.get("finish"):
            for turn_id in list(self.turns):
                self.complete(turn_id)
        else:
            self.order = order


def turn(turn_id: str, status: str = "inProgress") -> dict[str, Any]:
    return {"id": turn_id, "items": [], "status": status, "error": None}


def ask(server: Server, turn_id: str) -> dict[str, Any]:
    return {"threadId": server.turns[turn_id][0], "turnId": turn_id, "itemId": "command", "startedAtMs": 1}


def approval(request_id: Any, **params: Any) -> dict[str, Any]:
    return {"id": request_id, "method": "item/commandExecution/requestApproval", "params": params}


# The faults. Each sends something invalid; if the server still runs, it then continues normally.


def silent(server: Server) -> None:
    server.held.clear()


def late(server: Server) -> None:
    """Respond when the next request arrives, which is after the timeout."""
    server.late, server.held = server.held, []


def duplicate(server: Server) -> None:
    for request_id in server.held:
        server.send({"id": request_id, "result": ACCOUNT})
    if not server.held:
        server.send(server.last_reply)


def unknown_id(server: Server) -> None:
    for request_id in (NEVER_ASKED, -1, "1", True, None, [1], {"id": 1}, 1.5):
        server.send({"id": request_id, "result": ACCOUNT})


def malformed(server: Server) -> None:
    server.raw(b'{oops\n{"id":1,}\n' + b"[" * 100_000 + b'\n\n{"method":"warning","params":{"message":"\\ud800"}}\n')


def no_object(server: Server) -> None:
    server.raw(b'[1]\n"text"\n17\nnull\n')


def no_message(server: Server) -> None:
    server.raw(b'{}\n{"id":1}\n{"method":5}\n')


def invalid_utf8(server: Server) -> None:
    server.raw(b"\xff\xfe\n" + ODD_TEXT)


def reply_in_invalid_utf8(server: Server) -> None:
    for request_id in server.held:
        server.raw(b'{"id":%d,"result":{"account":"\xff"}}\n' % request_id)
    server.held.clear()


def drips(server: Server) -> None:
    """Say what is to be said next in pieces of one byte."""
    for byte in ODD_TEXT.replace(b"\xff\xfe", "ü€𝄞".encode()):
        server.raw(bytes([byte]))


def oversize_reply(server: Server) -> None:
    for request_id in server.held or [NEVER_ASKED]:
        server.send({"id": request_id, "result": "x" * OVERSIZE})
    server.held.clear()


def oversize_event(server: Server) -> None:
    for turn_id in server.turns:
        server.delta(turn_id, "x" * OVERSIZE)
    server.notify("warning", message="x" * OVERSIZE)


def replies(result: Any) -> Callable[[Server], None]:
    def reply(server: Server) -> None:
        for request_id in server.held:
            server.send({"id": request_id, "result": result})
        server.held.clear()

    return reply


def refusals(error: Any) -> Callable[[Server], None]:
    def refuse(server: Server) -> None:
        for request_id in server.held:
            server.send({"id": request_id, "error": error})
        server.held.clear()

    return refuse


def overload(server: Server) -> None:
    """Reject the request once, and respond to the retry."""
    refusals({"code": -32001, "message": "Server overloaded; retry later."})(server)
    server.holds = False


def unknown_status(server: Server) -> None:
    server.notify("thread/status/changed", threadId="thread-1", status={"type": "hologram"})
    for turn_id in server.streaming():
        server.complete(turn_id, status="hologram")


def unknown_item(server: Server) -> None:
    server.notify("account/updated", authMode="hologram", planType="hologram")
    for turn_id in server.streaming():
        server.item(turn_id, {"type": "hologram", "id": "item", "depth": 3})


def unknown_event(server: Server) -> None:
    server.notify("hologram/shown", depth=3)
    for turn_id in server.turns:
        server.turn_event(turn_id, "turn/hologram/shown", depth=3)
    server.notify(
        "item/agentMessage/delta", threadId="thread-0", turnId="turn-0", itemId="item", delta="of no turn of ours"
    )


def misfits(server: Server) -> None:
    """Send known notifications with invalid params."""
    bodies: tuple[Any, ...] = (None, [], "text", {"turnId": []}, {"turn": 5}, {"threadId": {}, "turnId": {}})
    for params in bodies:
        for method in (
            "turn/started",
            "item/completed",
            "turn/completed",
            "serverRequest/resolved",
            "warning",
            "error",
        ):
            server.send({"method": method, "params": params})
    server.notify("serverRequest/resolved", threadId="thread-1", requestId=[1])
    for turn_id in server.streaming():
        server.item(turn_id, 5)
        server.turn_event(turn_id, "item/agentMessage/delta", itemId=[], delta=5)
        server.turn_event(turn_id, "thread/tokenUsage/updated", tokenUsage="much")


def odd_requests(server: Server) -> None:
    """Send server requests with unusable ids and params."""
    for request_id in ([1], {"a": 1}, None, 1.5, True):
        server.send(approval(request_id, threadId="thread-1"))
    server.send(approval("odd", threadId=[1], turnId={"a": 1}, itemId=[]))
    server.send({"id": "future", "method": "hologram/decide", "params": [1]})


def strange_thread(server: Server) -> None:
    """Ask for an approval in a thread that is neither one of the client nor that of a sub-agent of such a thread."""
    server.send(approval("stranger", threadId="stranger", turnId="t", itemId="i", startedAtMs=1))


def stderr_flood(server: Server) -> None:
    server.raw(b"noise " * 10 + b"\n", 2)
    server.raw((b"noise " * 1000 + b"\n") * 700, 2)


def stderr_odd(server: Server) -> None:
    server.raw(b"\xff\xfe latin \xe9\r\x00\x1b[31m\n" + "breit".encode("utf-16") + b"\n", 2)
    server.raw(b"x" * 1_000_000, 2)


def flood(server: Server) -> None:
    for turn_id in server.streaming():
        for _ in range(FLOOD):
            server.delta(turn_id, "x")


def end_of_stdout(server: Server) -> None:
    os.close(1)
    wait_for_hangup()


def stops_reading(server: Server) -> None:
    wait_for_hangup()


def closes_stdin(server: Server) -> None:
    os.close(0)
    # This event tells the test that stdin is closed.
    for turn_id in server.turns:
        server.delta(turn_id, TEXT[3:])
    while True:
        time.sleep(60)


def exits(code: int, last: bytes = b"") -> Callable[[Server], None]:
    def leave(server: Server) -> None:
        server.raw(b"last words\n", 2)
        server.raw(last)
        os._exit(code)

    return leave


def dies(server: Server) -> None:
    server.raw(b"last words\n", 2)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.kill(os.getpid(), signal.SIGTERM)


def wait_for_hangup() -> None:
    """Wait until the client closes stdin, without reading from it, then exit."""
    poll = select.poll()
    poll.register(0, select.POLLHUP)
    poll.poll()
    os._exit(0)


FAULTS: dict[str, Callable[[Server], None]] = {
    "silent": silent,
    "late": late,
    "duplicate": duplicate,
    "unknown id": unknown_id,
    "malformed": malformed,
    "no object": no_object,
    "no message": no_message,
    "invalid utf-8": invalid_utf8,
    "reply in invalid utf-8": reply_in_invalid_utf8,
    "drips": drips,
    "oversize reply": oversize_reply,
    "oversize event": oversize_event,
    "reply: enum": replies(
        {"account": {"type": "chatgpt", "email": "a@example.org", "planType": "hologram"}, "requiresOpenaiAuth": False}
    ),
    "reply: union": replies({"account": {"type": "hologram", "depth": 3}, "requiresOpenaiAuth": False}),
    "reply: misfit": replies({"account": 5}),
    "overload": overload,
    "odd error": refusals("oops"),
    "event: enum": unknown_status,
    "event: union": unknown_item,
    "event: unknown": unknown_event,
    "event: misfit": misfits,
    "odd requests": odd_requests,
    "strange thread": strange_thread,
    "stderr flood": stderr_flood,
    "stderr odd": stderr_odd,
    "flood": flood,
    "end of stdout": end_of_stdout,
    "stops reading": stops_reading,
    "closes stdin": closes_stdin,
    "exit 0": exits(0),
    "exit 3": exits(3),
    "exit in a message": exits(3, b'{"id":2,"resu'),
    "signal": dies,
}


def lines() -> Any:
    """Yield lines from stdin until the client closes it."""
    rest = b""
    while data := os.read(0, 1 << 16):
        *whole, rest = (rest + data).split(b"\n")
        yield from whole


def main() -> None:
    server = Server()
    for line in lines():
        server.take(json.loads(line))


if __name__ == "__main__":
    main()
