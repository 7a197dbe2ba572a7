"""The end of `AppServer`: closed, dropped, interrupted, at the exit of the interpreter, and after a fork."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex import AsyncCodex, Codex, CodexConfig
from openai_codex.app_server import AppServer, AsyncAppServer
from openai_codex.errors import NotStartedError, RuntimeStartError, TransportClosedError
from support.homes import warm_home
from support.processes import new_threads, process_exists, processes_of, still_running
from support.remote import server
from support.signals import default_sigint
from support.waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

posix = pytest.mark.skipif(os.name != "posix", reason="signals and forks of POSIX")


# The pipes of a closed event loop stay open until they are garbage-collected.
unclosed_pipes = pytest.mark.filterwarnings(
    "ignore:unclosed:ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)


@pytest.fixture
def config() -> Iterator[CodexConfig]:
    with warm_home() as home:
        yield CodexConfig(env={"CODEX_HOME": home})


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def program(path: Path, code: str) -> Path:
    path.write_text(f"#!{sys.executable}\n{code}\n")
    path.chmod(0o755)
    return path


def hanging(folder: Path) -> tuple[CodexConfig, Path]:
    """Return a runtime that never listens, and a file to which it writes its process id."""
    marker = folder / "pid"
    code = f"import os, threading; open({str(marker)!r}, 'w').write(str(os.getpid())); threading.Event().wait()"
    return CodexConfig(codex_bin=program(folder / "hangs", code)), marker


def wait_for_pid(marker: Path) -> int:
    return int(wait_until(lambda: marker.exists() and marker.read_text()))


# Dropped servers


def test_dropped_server_ends(config: CodexConfig, folder: Path) -> None:
    threads = set(threading.enumerate())
    running = AppServer.start(config)
    processes = processes_of(running.pid)
    del running
    gc.collect()
    assert still_running(processes) == []
    wait_until(lambda: not new_threads(threads) and not list(folder.iterdir()))


def test_dropped_server_does_not_wait_in_the_finalizer(config: CodexConfig, monkeypatch: pytest.MonkeyPatch) -> None:
    running = AppServer.start(config)
    processes, ended, permitted = processes_of(running.pid), threading.Event(), threading.Event()

    def terminate(transport: object) -> None:
        ended.set()
        assert permitted.wait(20)

    monkeypatch.setattr("openai_codex.app_server.sync_server.StdioTransport.terminate", terminate)
    del running
    gc.collect()
    assert ended.wait(20)
    monkeypatch.undo()
    assert still_running(processes, 0.0) == processes
    permitted.set()
    assert still_running(processes) == []


def test_dropped_async_server_ends(config: CodexConfig, folder: Path) -> None:
    async def main() -> None:
        running = await AsyncAppServer.start(config)
        processes = processes_of(running.pid)
        del running
        gc.collect()
        assert await asyncio.to_thread(still_running, processes) == []
        await asyncio.to_thread(wait_until, lambda: not list(folder.iterdir()))

    asyncio.run(main())


async def start_and_drop(config: CodexConfig, keep: list[AsyncAppServer]) -> Any:
    running = await AsyncAppServer.start(config)
    keep.append(running)
    return processes_of(running.pid)


def test_async_server_that_is_dropped_at_the_end_of_the_program_ends(config: CodexConfig, folder: Path) -> None:
    processes = asyncio.run(start_and_drop(config, []))
    assert still_running(processes) == []
    assert list(folder.iterdir()) == []


@unclosed_pipes
def test_async_server_that_is_dropped_after_its_event_loop_ends(config: CodexConfig, folder: Path) -> None:
    kept: list[AsyncAppServer] = []
    processes = asyncio.run(start_and_drop(config, kept))
    assert still_running(processes, 0.0) == processes
    kept.clear()
    gc.collect()
    assert still_running(processes) == []
    # The first collection has released the transport.
    gc.collect()
    assert list(folder.iterdir()) == []


# Closed servers


def test_closed_server_rejects_another_use(config: CodexConfig) -> None:
    running = AppServer.start(config)
    running.close()
    with pytest.raises(TransportClosedError, match=r"the server was closed; start another one"), running:
        pass
    running.close()


def test_closed_async_server_rejects_another_start(config: CodexConfig) -> None:
    async def main() -> None:
        running = AsyncAppServer.start(config)
        async with running:
            pass
        with pytest.raises(TransportClosedError, match=r"the server was closed; start another one"):
            async with running:
                pass
        with pytest.raises(TransportClosedError, match=r"the server was closed"):
            await running
        never_started = AsyncAppServer.start(config)
        await never_started.close()
        with pytest.raises(TransportClosedError, match=r"the server was closed"):
            await never_started

    asyncio.run(main())


@unclosed_pipes
def test_async_server_can_be_closed_in_another_event_loop(config: CodexConfig) -> None:
    async def start(running: AsyncAppServer) -> Any:
        await running
        return processes_of(running.pid)

    running = AsyncAppServer.start(config)
    processes = asyncio.run(start(running))
    asyncio.run(running.close())
    assert still_running(processes) == []
    del running
    gc.collect()


def test_concurrent_starts_share_one_runtime(config: CodexConfig) -> None:
    async def main() -> None:
        running = AsyncAppServer.start(config)

        async def enter() -> int:
            return (await running).pid

        first, second = await asyncio.gather(enter(), enter())
        assert first == second
        await running.close()

    asyncio.run(main())


def test_attributes_before_the_start_are_typed_errors(config: CodexConfig) -> None:
    running = AsyncAppServer.start(config)
    for name in ("url", "pid", "token_file"):
        with pytest.raises(NotStartedError, match=r"the server has not started; enter `async with`"):
            getattr(running, name)
    with pytest.raises(NotStartedError):
        running.client_config()
    asyncio.run(running.close())
    with pytest.raises(NotStartedError):
        running.pid  # noqa: B018 - the property raises


# Interrupted starts


def test_cancelled_start_leaves_nothing(folder: Path) -> None:
    config, marker = hanging(folder)

    async def main() -> None:
        running = AsyncAppServer.start(config)
        task = asyncio.ensure_future(running._run())
        await asyncio.to_thread(wait_for_pid, marker)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        with pytest.raises(TransportClosedError, match=r"the server was closed"):
            await running

    asyncio.run(main())
    assert not process_exists(int(marker.read_text()))
    assert sorted(path.name for path in folder.iterdir()) == ["hangs", "pid"]


def test_close_ends_a_start_that_is_under_way(folder: Path) -> None:
    config, marker = hanging(folder)

    async def main() -> None:
        running = AsyncAppServer.start(config)
        task = asyncio.ensure_future(running._run())
        await asyncio.to_thread(wait_for_pid, marker)
        await running.close()
        with pytest.raises(TransportClosedError, match=r"the server was closed"):
            await task

    asyncio.run(main())
    assert not process_exists(int(marker.read_text()))
    assert sorted(path.name for path in folder.iterdir()) == ["hangs", "pid"]


@posix
def test_interrupted_start_leaves_nothing(folder: Path) -> None:
    config, marker = hanging(folder)

    def interrupt() -> None:
        wait_for_pid(marker)
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    with default_sigint():
        interrupter = threading.Thread(target=interrupt)
        interrupter.start()
        with pytest.raises(KeyboardInterrupt):
            AppServer.start(config)
        interrupter.join(20)
    assert not process_exists(int(marker.read_text()))
    assert sorted(path.name for path in folder.iterdir()) == ["hangs", "pid"]


# Other processes


def run_program(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a program that prints process ids, with a home and a folder for temporary files of its own."""
    with warm_home() as home:
        environment = {**os.environ, "CODEX_HOME": home, "TMPDIR": str(folder)}
        done = subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60, check=False
        )
    return done


START = "import asyncio, gc, os, sys\nfrom openai_codex.app_server import AppServer, AsyncAppServer\n"
ASYNC_START = "async def main():\n    return await AsyncAppServer.start()\n"

EXITS = {
    "sync": f"{START}server = AppServer.start()\nprint(server.pid)",
    "sync dropped": f"{START}server = AppServer.start()\nprint(server.pid)\ndel server",
    "async": f"{START}{ASYNC_START}server = asyncio.run(main())\nprint(server.pid)",
    "async in the loop": f"{START}{ASYNC_START}loop = asyncio.new_event_loop()\n"
    "server = loop.run_until_complete(main())\nprint(server.pid)",
}


@pytest.mark.parametrize("case", list(EXITS))
def test_server_ends_when_the_interpreter_exits(case: str, tmp_path: Path) -> None:
    done = run_program(EXITS[case], tmp_path)
    assert (done.returncode, [line for line in done.stderr.splitlines() if "Warning" not in line]) == (0, [])
    assert not process_exists(int(done.stdout))
    assert list(tmp_path.iterdir()) == []


@posix
def test_runtime_that_listens_is_terminated_at_exit_without_a_delay(tmp_path: Path) -> None:
    # It records whether its stdin is closed before SIGTERM arrives.
    path = tmp_path / "signals"
    runtime = program(
        tmp_path / "runtime",
        "import os, select, signal, socket, sys, threading\n"
        "def end(*_):\n"
        "    closed = bool(select.select([0], [], [], 0)[0])\n"
        f"    open({str(path)!r}, 'w').write(f'stdin closed: {{closed}}')\n"
        "    os._exit(0)\n"
        "signal.signal(signal.SIGTERM, end)\n"
        "listener = socket.socket(socket.AF_UNIX)\n"
        "listener.bind(sys.argv[-1].removeprefix('unix://'))\n"
        "listener.listen()\n"
        "threading.Event().wait()\n",
    )
    config = f"CodexConfig(codex_bin={str(runtime)!r})"
    code = f"{START}from openai_codex import CodexConfig\nserver = AppServer.start({config})"
    done = run_program(code, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert path.read_text() == "stdin closed: False"


@posix
def test_forked_child_leaves_the_server_of_its_parent(tmp_path: Path) -> None:
    code = (
        f"{START}server = AppServer.start()\n"
        "if (child := os.fork()) == 0:\n"
        "    server.close()\n"
        "    del server\n"
        "    gc.collect()\n"
        "    sys.exit()\n"
        "assert os.waitpid(child, 0)[1] == 0\n"
        "print(os.path.exists(server.url.removeprefix('unix://')))\n"
        "os.kill(server.pid, 0)\n"
        "server.close()\n"
    )
    done = run_program(code, tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "True\n", "")


@posix
def test_server_ends_with_a_program_that_is_killed(tmp_path: Path) -> None:
    code = f"{START}server = AppServer.start()\nprint(server.pid, flush=True)\nos.kill(os.getpid(), 9)"
    done = run_program(code, tmp_path)
    assert done.returncode == -signal.SIGKILL
    wait_until(lambda: not process_exists(int(done.stdout)))


# Temporary homes


def test_server_with_a_temporary_home_removes_it(folder: Path) -> None:
    with server("ok") as template:
        env = {name: value for name, value in (template.config.env or {}).items() if name != "CODEX_HOME"}
        before = set(folder.iterdir())
        with AppServer.start(CodexConfig(isolated=True, env=env)) as running, Codex(running.client_config()) as codex:
            [home] = folder.glob("codex-isolated-*")
            [runtime, *_] = processes_of(running.pid)
            assert runtime.environ()["CODEX_HOME"] == str(home.resolve())
            assert codex.models().data
        assert set(folder.iterdir()) == before


def test_failed_start_removes_the_temporary_home(folder: Path) -> None:
    exits = program(folder / "exits", "raise SystemExit(4)")
    with pytest.raises(RuntimeStartError, match=r"code 4"):
        AppServer.start(CodexConfig(codex_bin=exits, isolated=True))

    async def main() -> None:
        with pytest.raises(RuntimeStartError, match=r"code 4"):
            await AsyncAppServer.start(CodexConfig(codex_bin=exits, isolated=True))

    asyncio.run(main())
    assert [path.name for path in folder.iterdir()] == ["exits"]


def test_async_server_serves_until_it_is_closed(config: CodexConfig) -> None:
    async def main() -> None:
        async with AsyncAppServer.start(config) as running, AsyncCodex(running.client_config()) as codex:
            assert (await codex.models()).data

    asyncio.run(main())
