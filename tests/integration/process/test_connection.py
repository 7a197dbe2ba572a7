"""Connections to a misbehaving runtime; sync and async."""

from __future__ import annotations

import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex import (
    CodexConfig,
    CodexError,
    OversizeMessageError,
    RequestTimeoutError,
    RuntimeStartError,
    TransportClosedError,
)
from support.processes import process_exists
from support.sync_adapter import ConnectionAdapter, connected

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.parametrize("flavour", ["sync", "async"])


def test_request_returns_result(flavour: str) -> None:
    with connected(flavour) as connection:
        assert connection.request("echo", {"text": "Grüße\n"}) == {"text": "Grüße\n"}
        futures = [connection.submit("echo", {"n": n}) for n in range(50)]
        assert [future.result(20)["n"] for future in futures] == list(range(50))


def test_malformed_messages_are_skipped(flavour: str) -> None:
    with connected(flavour) as connection:
        assert connection.request("garbage") == "after garbage"
        assert connection.request("drip") == "dripped"
        assert connection.request("echo", 1) == 1


def test_request_timeout_and_next_request_works(flavour: str) -> None:
    with connected(flavour) as connection:
        waiting = connection.submit("silence", timeout=20)
        with pytest.raises(RequestTimeoutError) as caught:
            connection.request("silence", timeout=0.2)
        assert caught.value.method == "silence"
        assert caught.value.timeout == 0.2
        assert caught.value.pending == ("silence",)
        assert connection.request("echo", 2) == 2
        assert not waiting.done()
    with pytest.raises(TransportClosedError, match="client was closed"):
        waiting.result(5)


def test_oversized_response_fails_its_own_request(flavour: str) -> None:
    with connected(flavour, max_message_bytes=100_000) as connection:
        with pytest.raises(OversizeMessageError, match="max_message_bytes"):
            connection.request("big", {"size": 200_000})
        assert len(connection.request("big", {"size": 90_000})) == 90_000


def test_long_message_is_sent_and_received(flavour: str) -> None:
    with connected(flavour) as connection:
        text = "x" * 8_000_000
        assert connection.request("echo", {"text": text})["text"] == text


def test_messages_of_concurrent_threads_do_not_interleave(flavour: str) -> None:
    with connected(flavour) as connection:
        texts = [str(n % 10) * 300_000 for n in range(24)]
        futures = [connection.submit("echo", text, timeout=30) for text in texts]
        assert [future.result(30) for future in futures] == texts


def test_full_stderr_pipe_does_not_block(flavour: str) -> None:
    with connected(flavour) as connection:
        assert connection.request("chatter", {"lines": 100_000}) == "heard"


@pytest.mark.parametrize("code", [0, 3])
def test_runtime_exit_ends_every_wait(flavour: str, code: int) -> None:
    with connected(flavour) as connection:
        waiting = connection.submit("silence", timeout=None)
        assert connection.request("echo", 1) == 1
        with pytest.raises(TransportClosedError) as caught:
            connection.request("die", {"code": code}, timeout=None)
        assert caught.value.exit_code == code
        assert caught.value.stderr[-1] == "last words"
        assert set(caught.value.pending) == {"silence", "die"}
        with pytest.raises(TransportClosedError, match=f"code {code}"):
            waiting.result(10)
        with pytest.raises(TransportClosedError, match=f"code {code}"):
            connection.request("echo", 1)


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_killed_runtime_error_names_signal(flavour: str) -> None:
    with connected(flavour) as connection:
        waiting = connection.submit("silence", timeout=None)
        assert connection.request("echo", 1) == 1
        os.kill(connection.pid, signal.SIGKILL)
        with pytest.raises(TransportClosedError, match="SIGKILL") as caught:
            waiting.result(10)
        assert caught.value.exit_code == -signal.SIGKILL


@pytest.mark.parametrize("exits", [True, False])
def test_stdout_closed_ends_every_wait(flavour: str, exits: bool) -> None:
    with connected(flavour) as connection, pytest.raises(TransportClosedError):
        connection.request("close stdout", exits, timeout=None)


def test_runtime_not_reading_blocks_only_until_timeout(flavour: str) -> None:
    with connected(flavour) as connection:
        assert connection.request("stop reading") == "stopped"
        # More than the capacity of a pipe.
        with pytest.raises(RequestTimeoutError):
            connection.request("echo", "x" * 4_000_000, timeout=0.3)
        with pytest.raises(RequestTimeoutError):
            connection.request("echo", 1, timeout=0.3)


def test_runtime_ignoring_stdin_and_sigterm_is_killed(flavour: str) -> None:
    with connected(flavour, "deaf") as connection:
        pid = connection.pid
    assert not process_exists(pid)


def test_close_twice_is_safe(flavour: str) -> None:
    with connected(flavour) as connection:
        connection.close()
        connection.close()


def test_connection_thread_names(flavour: str) -> None:
    before = set(threading.enumerate())
    with connected(flavour) as connection:
        connection.request("echo", 1)
        names = sorted(
            thread.name.split("-")[1] for thread in set(threading.enumerate()) - before if "codex" in thread.name
        )
        assert names == ([] if flavour == "async" else ["client", "reader", "stderr"])
    assert not [thread for thread in set(threading.enumerate()) - before if "codex" in thread.name]


@pytest.mark.parametrize(
    ("method", "answer"),
    [
        ("item/commandExecution/requestApproval", {"decision": "decline"}),
        ("item/fileChange/requestApproval", {"decision": "decline"}),
        ("item/permissions/requestApproval", {"permissions": {}}),
        ("item/tool/requestUserInput", {"answers": {}}),
        ("mcpServer/elicitation/request", {"action": "decline"}),
        ("execCommandApproval", -32000),
        ("applyPatchApproval", -32000),
        ("item/tool/call", -32601),
        ("something/from/the/future", -32601),
    ],
)
def test_request_without_handler_is_declined(flavour: str, method: str, answer: Any) -> None:
    with connected(flavour) as connection:
        reply = connection.request("ask", {"method": method})
        assert reply["id"] == "question"
        assert (reply["error"]["code"] if isinstance(answer, int) else reply["result"]) == answer


def failing_start(flavour: str, **fields: Any) -> CodexError:
    before = set(threading.enumerate())
    with pytest.raises(CodexError) as caught:
        ConnectionAdapter(flavour, CodexConfig(**fields))
    assert not [thread for thread in set(threading.enumerate()) - before if "codex" in thread.name]
    return caught.value


def test_program_exiting_immediately_raises_start_error(flavour: str) -> None:
    script = "import sys; sys.stderr.write('no such flag: app-server'); sys.exit(2)"
    error = failing_start(flavour, launch_args_override=(sys.executable, "-c", script))
    assert isinstance(error, RuntimeStartError)
    assert error.exit_code == 2
    assert "no such flag: app-server" in str(error)
    assert "app-server command" in str(error)


def test_program_never_responding_raises_start_error(flavour: str, tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    script = (
        "import os, sys, threading; "
        "open(sys.argv[1], 'w').write(str(os.getpid())); print('hello'); threading.Event().wait()"
    )
    command = (sys.executable, "-u", "-c", script, str(pid_file))
    error = failing_start(flavour, launch_args_override=command, start_timeout=1.5)
    assert isinstance(error, RuntimeStartError)
    assert "start_timeout" in str(error)
    assert not process_exists(int(pid_file.read_text()))


def test_file_not_executable_raises_start_error(flavour: str, tmp_path: Path) -> None:
    program = tmp_path / "codex"
    program.write_bytes(b"\x00\x01\x02")
    program.chmod(0o755)
    error = failing_start(flavour, codex_bin=program)
    assert isinstance(error, RuntimeStartError)
    assert str(program) in str(error)
