"""What a connection does when the other end misbehaves; the same for sync and async."""

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


def test_requests_and_replies(flavour: str) -> None:
    with connected(flavour) as connection:
        assert connection.request("echo", {"text": "Grüße\n"}) == {"text": "Grüße\n"}
        futures = [connection.submit("echo", {"n": n}) for n in range(50)]
        assert [future.result(20)["n"] for future in futures] == list(range(50))


def test_bad_frames_do_no_harm(flavour: str) -> None:
    with connected(flavour) as connection:
        assert connection.request("garbage") == "after garbage"
        assert connection.request("drip") == "dripped"
        assert connection.request("echo", 1) == 1


def test_a_request_without_a_reply_times_out_and_the_next_goes_on(flavour: str) -> None:
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


def test_a_reply_over_the_cap_fails_its_own_request(flavour: str) -> None:
    with connected(flavour, max_message_bytes=100_000) as connection:
        with pytest.raises(OversizeMessageError, match="max_message_bytes"):
            connection.request("big", {"size": 200_000})
        assert len(connection.request("big", {"size": 90_000})) == 90_000


def test_a_long_line_goes_both_ways(flavour: str) -> None:
    with connected(flavour) as connection:
        text = "x" * 8_000_000
        assert connection.request("echo", {"text": text})["text"] == text


def test_messages_of_many_threads_do_not_interleave(flavour: str) -> None:
    with connected(flavour) as connection:
        texts = [str(n % 10) * 300_000 for n in range(24)]
        futures = [connection.submit("echo", text, timeout=30) for text in texts]
        assert [future.result(30) for future in futures] == texts


def test_a_full_stderr_pipe_stops_nothing(flavour: str) -> None:
    with connected(flavour) as connection:
        assert connection.request("chatter", {"lines": 100_000}) == "heard"


@pytest.mark.parametrize("code", [0, 3])
def test_the_death_of_the_runtime_ends_every_wait(flavour: str, code: int) -> None:
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
def test_a_killed_runtime_is_said_to_be_killed(flavour: str) -> None:
    with connected(flavour) as connection:
        waiting = connection.submit("silence", timeout=None)
        assert connection.request("echo", 1) == 1
        os.kill(connection.pid, signal.SIGKILL)
        with pytest.raises(TransportClosedError, match="SIGKILL") as caught:
            waiting.result(10)
        assert caught.value.exit_code == -signal.SIGKILL


@pytest.mark.parametrize("exits", [True, False])
def test_the_end_of_stdout_ends_every_wait(flavour: str, exits: bool) -> None:
    with connected(flavour) as connection, pytest.raises(TransportClosedError):
        connection.request("close stdout", exits, timeout=None)


def test_a_runtime_that_does_not_read_blocks_nobody_beyond_the_deadline(flavour: str) -> None:
    with connected(flavour) as connection:
        assert connection.request("stop reading") == "stopped"
        # More than a pipe holds.
        with pytest.raises(RequestTimeoutError):
            connection.request("echo", "x" * 4_000_000, timeout=0.3)
        with pytest.raises(RequestTimeoutError):
            connection.request("echo", 1, timeout=0.3)


def test_a_runtime_that_ends_neither_with_stdin_nor_when_asked_is_killed(flavour: str) -> None:
    with connected(flavour, "deaf") as connection:
        pid = connection.pid
    assert not process_exists(pid)


def test_closing_twice_is_fine_and_calls_after_it_fail_at_once(flavour: str) -> None:
    with connected(flavour) as connection:
        connection.close()
        connection.close()


def test_threads_in_use(flavour: str) -> None:
    before = set(threading.enumerate())
    with connected(flavour) as connection:
        connection.request("echo", 1)
        names = sorted(
            thread.name.split("-")[1] for thread in set(threading.enumerate()) - before if "codex" in thread.name
        )
        assert names == ([] if flavour == "async" else ["reader", "stderr"])
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
def test_what_nobody_decides_on_is_declined(flavour: str, method: str, answer: Any) -> None:
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


def test_a_program_that_exits_at_once(flavour: str) -> None:
    script = "import sys; sys.stderr.write('no such flag: app-server'); sys.exit(2)"
    error = failing_start(flavour, launch_args_override=(sys.executable, "-c", script))
    assert isinstance(error, RuntimeStartError)
    assert error.exit_code == 2
    assert "no such flag: app-server" in str(error)
    assert "app-server command" in str(error)


def test_a_program_that_never_answers(flavour: str, tmp_path: Path) -> None:
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


def test_a_file_that_is_no_program(flavour: str, tmp_path: Path) -> None:
    program = tmp_path / "codex"
    program.write_bytes(b"\x00\x01\x02")
    program.chmod(0o755)
    error = failing_start(flavour, codex_bin=program)
    assert isinstance(error, RuntimeStartError)
    assert str(program) in str(error)
