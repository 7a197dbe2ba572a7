"""`codex-py threads`, `login`, `logout`, `usage`, `models` and `mcp`."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex.cli import ExitCode
from openai_codex.testing import shell_call
from support import mcp_tools
from support.command_line import TIMEOUT, CommandLine, command_line
from support.issuer import EMAIL, USER_CODE, Issuer, agree
from support.locks import locked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from support.command_line import Done

CTRL_C = "\x03"


def rows(done: Done) -> list[list[str]]:
    """Return the table that a command printed to a pipe."""
    assert (done.code, done.err) == (ExitCode.OK, "")
    return [line.split("\t") for line in done.out.splitlines()]


def objects(done: Done) -> list[Any]:
    """Return the JSON objects that a command printed."""
    assert (done.code, done.err) == (ExitCode.OK, "")
    return [json.loads(line) for line in done.out.splitlines()]


def test_threads_are_listed_shown_and_found(monkeypatch: pytest.MonkeyPatch) -> None:
    hostile = "Name a\tbird.\n\x1b[2J"
    with command_line(monkeypatch, ["Heron.", shell_call("echo quack"), "Duck."]) as codex:
        assert codex("run", "-q", hostile).out == "Heron.\n"
        assert codex("run", "-q", "Name another.").out == "Duck.\n"
        listed = rows(codex("threads", "list"))
        assert [row[2] for row in listed] == ["Name another.", r"Name a bird. \u001b[2J"]
        newest, oldest = (row[0] for row in listed)
        assert [each["id"] for each in objects(codex("threads", "list", "--json", "-n", "1"))] == [newest]
        assert rows(codex("threads", "list", "--cd", "..")) == []
        absent = codex("threads", "list", "--cd", "absent")
        assert (absent.code, "the directory 'absent' does not exist" in absent.err) == (ExitCode.USAGE, True)
        shown = codex("threads", "show", newest)
        assert shown.out.splitlines()[2:] == ["> Name another.", "$ echo quack", "  quack", "Duck."]
        assert [each.get("type") for each in objects(codex("threads", "show", "--json", newest))] == [
            None,
            "userMessage",
            "commandExecution",
            "agentMessage",
        ]
        assert [row[0] for row in rows(codex("threads", "search", "Heron"))] == [oldest]
        assert objects(codex("threads", "search", "--json", "Heron"))[0]["thread"]["id"] == oldest
        assert rows(codex("threads", "search", "Ostrich")) == []


def test_threads_are_forked_archived_and_deleted(monkeypatch: pytest.MonkeyPatch) -> None:
    with command_line(monkeypatch, [], default="ok") as codex:
        codex("run", "-q", "First.")
        codex("run", "-q", "Second.")
        second, first = (row[0] for row in rows(codex("threads", "list")))
        copy = codex("threads", "fork", first).out.strip()
        assert copy not in (first, second)
        assert codex("run", "-q", "--resume", copy, "Third.").code == ExitCode.OK
        assert codex("threads", "archive", second, copy, second, second[:-1]).code == ExitCode.OK
        assert [row[0] for row in rows(codex("threads", "list"))] == [first]
        assert sorted(row[0] for row in rows(codex("threads", "list", "--archived"))) == sorted([second, copy])
        assert codex("threads", "unarchive", second).code == ExitCode.OK
        unconfirmed = codex("threads", "delete", second)
        assert (unconfirmed.code, "pass --yes" in unconfirmed.err) == (ExitCode.USAGE, True)
        assert codex("threads", "delete", "--yes", second).code == ExitCode.OK
        assert [row[0] for row in rows(codex("threads", "list"))] == [first]
        again = codex("threads", "show", second)
        assert again.code == ExitCode.USAGE
        assert "codex-py threads list" in again.err
        assert codex("threads", "fork", first, "--last-turn", "absent").code == ExitCode.USAGE
        ambiguous = codex("threads", "show", first[:4])
        assert ambiguous.code in (ExitCode.OK, ExitCode.USAGE)
        assert codex("threads", "show", "zzzz").code == ExitCode.USAGE
        assert codex("threads", "show", "0").code == ExitCode.USAGE


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
@pytest.mark.extended
def test_deletion_in_a_terminal_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    with command_line(monkeypatch, [], default="ok") as codex:
        codex("run", "-q", "First.")
        ((thread_id, _, _),) = rows(codex("threads", "list"))
        for keys, code in (("n\n", ExitCode.FAILED), (CTRL_C, ExitCode.INTERRUPTED), ("y\n", ExitCode.OK)):
            with codex.terminal("threads", "delete", thread_id) as terminal:
                terminal.wait_for("First.")
                terminal.wait_for("Delete?")
                terminal.send(keys)
                assert terminal.end() == code
            assert len(rows(codex("threads", "list"))) == (code != ExitCode.OK)


def test_models_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    with command_line(monkeypatch, []) as codex:
        listed = rows(codex("models"))
        described = objects(codex("models", "--json"))
        assert len(rows(codex("models", "--all"))) >= len(listed)
    assert [row[0] for row in listed] == [each["model"] for each in described]
    assert [row[1] for row in listed].count("default") == 1


def test_mcp_servers_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    server = {"command": sys.executable, "args": [mcp_tools.__file__]}
    broken = {"command": "no-such-program"}
    with command_line(monkeypatch, [], settings={"mcp_servers": {"tools": server, "broken": broken}}) as codex:
        listed = rows(codex("mcp"))
        described = objects(codex("mcp", "--json"))
    assert sorted(row[0] for row in listed) == ["broken", "tools"]
    assert {each["name"]: bool(each["tools"]) for each in described} == {"broken": False, "tools": True}


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[CommandLine, Issuer]]:
    """A command line whose model provider needs a login, and its login service."""
    with Issuer() as issuer:
        provider = {"scripted": {"requires_openai_auth": True}}
        settings = {"model_providers": provider, "chatgpt_base_url": issuer.url}
        monkeypatch.setenv("CODEX_APP_SERVER_LOGIN_ISSUER", issuer.url)
        with command_line(monkeypatch, [], default="ok", settings=settings) as codex:
            yield codex, issuer


def test_login_with_api_key(account: tuple[CommandLine, Issuer]) -> None:
    codex, _ = account
    status = codex("login", "--status")
    assert (status.code, status.out) == (ExitCode.LOGIN, "not logged in\n")
    assert codex("login", "--api-key", stdin="\n").code == ExitCode.USAGE
    done = codex("login", "--api-key", stdin="sk-secret\n")
    assert (done.code, done.err) == (ExitCode.OK, "Logged in.\n")
    assert codex("login", "--status").out == "API key\n"
    assert objects(codex("login", "--status", "--json"))[0]["account"] == {"type": "apiKey"}
    assert codex("run", "-q", "Go.").out == "ok\n"
    limits = codex("usage")
    assert (limits.code, "codex-py login" in limits.err) == (ExitCode.LOGIN, True)
    assert codex("logout").code == ExitCode.OK
    assert codex("login", "--status").code == ExitCode.LOGIN
    assert "sk-secret" not in "".join(
        path.read_text("utf-8", "ignore") for path in Path(os.environ["CODEX_HOME"]).glob("*.json")
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_interrupt_at_the_prompt_for_an_api_key(monkeypatch: pytest.MonkeyPatch) -> None:
    with command_line(monkeypatch, []) as codex, codex.terminal("login", "--api-key") as terminal:
        terminal.wait_for("API key")
        terminal.send(CTRL_C)
        assert terminal.end() == ExitCode.INTERRUPTED
    assert "Traceback" not in terminal.text


def test_login_with_device_code(account: tuple[CommandLine, Issuer]) -> None:
    codex, issuer = account
    process = codex.process("login", "--device-code")
    assert process.stderr is not None
    shown = [process.stderr.readline().decode() for _ in range(2)]
    assert shown == [f"Open {issuer.url}/codex/device\n", f"and enter the code {USER_CODE}\n"]
    issuer.approve()
    assert process.communicate(timeout=TIMEOUT)[1] == b"Logged in.\n"
    assert process.returncode == ExitCode.OK
    assert codex("login", "--status").out == f"chatgpt, {EMAIL}, plan pro\n"


@pytest.mark.extended
def test_login_with_browser(account: tuple[CommandLine, Issuer]) -> None:
    codex, _ = account
    # The runtime waits for the browser at a fixed port.
    with locked(Path(tempfile.gettempdir()) / "openai-codex-client-tests-login.lock"):
        process = codex.process("login")
        assert process.stderr is not None
        agree(process.stderr.readline().decode().removeprefix("Open ").strip())
        assert process.communicate(timeout=TIMEOUT)[1] == b"Logged in.\n"
    assert process.returncode == ExitCode.OK
    assert codex("login", "--status").out == f"chatgpt, {EMAIL}, plan pro\n"


@pytest.mark.extended
def test_login_that_takes_too_long_is_cancelled(account: tuple[CommandLine, Issuer]) -> None:
    codex, _ = account
    done = codex("login", "--device-code", "--timeout", "0.2")
    assert done.code == ExitCode.TIMEOUT
    assert "was not completed within 0.2 s" in done.err


def test_login_options_conflict(account: tuple[CommandLine, Issuer]) -> None:
    codex, _ = account
    assert codex("login", "--status", "--api-key").code == ExitCode.USAGE
    assert codex("login", "--json").code == ExitCode.USAGE
