"""A Jupyter kernel, and the messages that a front end exchanges with it."""

from __future__ import annotations

import contextlib
import queue
from typing import TYPE_CHECKING, Any

from jupyter_client.manager import KernelManager

from support.timeouts import TEST_TIMEOUT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Kernel:
    """A kernel that runs, seen by a front end."""

    def __init__(self, manager: KernelManager, client: Any) -> None:
        self._manager = manager
        self._client = client

    def run(self, code: str) -> list[dict[str, Any]]:
        """Run a cell and return its outputs. Fails if the cell raises."""
        reply, outputs = self.wait(self.start(code))
        assert reply["status"] == "ok", "\n".join(reply.get("traceback", ()))
        return outputs

    def start(self, code: str) -> str:
        """Start a cell, and return the id of its message."""
        message_id: str = self._client.execute(code, allow_stdin=True)
        return message_id

    def wait(
        self, message_id: str, seen: Callable[[dict[str, Any]], None] | None = None
    ) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """Wait for the end of a cell; pass its messages to `seen`. Return its reply and the content of its outputs."""
        outputs: list[dict[str, Any]] = []
        while True:
            message = self._client.get_iopub_msg(timeout=TEST_TIMEOUT)
            if message["parent_header"].get("msg_id") != message_id:
                continue
            kind, content = message["header"]["msg_type"], message["content"]
            if seen is not None:
                seen(message)
            if kind in ("display_data", "update_display_data", "execute_result", "stream"):
                outputs.append(content)
            elif kind == "status" and content["execution_state"] == "idle":
                break
        while True:
            reply = self._client.get_shell_msg(timeout=TEST_TIMEOUT)
            if reply["parent_header"].get("msg_id") == message_id:
                return reply["content"], outputs

    def interrupt(self) -> None:
        """Interrupt the cell that runs, as the button of a front end does."""
        self._manager.interrupt_kernel()

    def answer_input(self, text: str) -> str:
        """Wait until the cell asks for input, and answer; return the question."""
        question: str = self._client.get_stdin_msg(timeout=TEST_TIMEOUT)["content"]["prompt"]
        self._client.input(text)
        return question

    def click(self, widget_id: str) -> None:
        """Send the click of a button while a cell runs."""
        content = {"comm_id": widget_id, "data": {"method": "custom", "content": {"event": "click"}}}
        self._client.shell_channel.send(self._client.session.msg("comm_msg", content))


@contextlib.contextmanager
def kernel() -> Iterator[Kernel]:
    """Start a kernel; it inherits the environment of the test."""
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel()
    client = manager.client()
    try:
        client.start_channels()
        client.wait_for_ready(timeout=TEST_TIMEOUT)
        yield Kernel(manager, client)
    finally:
        client.stop_channels()
        with contextlib.suppress(RuntimeError, queue.Empty):
            manager.shutdown_kernel(now=False)
        manager.cleanup_resources()
